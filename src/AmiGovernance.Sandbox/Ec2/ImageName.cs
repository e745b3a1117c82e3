using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Which characters the names of images and watermarks may have (EC2 API reference, "CreateImage").</summary>
internal static class ImageName
{
    public static bool IsValid(string name) => name.Length is >= 3 and <= 128 && name.All(IsAllowed);

    public static void Check(string name)
    {
        if (!IsValid(name))
            throw new SandboxException(
                "InvalidAMIName.Malformed",
                "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'"
            );
    }

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || "()[] ./-'@_".Contains(character, StringComparison.Ordinal);
}
