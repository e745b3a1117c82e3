using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>The ids of EC2: a prefix, and 8 or 17 hexadecimal digits in lower case (EC2 user guide, "Resource IDs").</summary>
internal static class ResourceId
{
    /// <param name="prefix">Such as `i-`.</param>
    public static bool IsOf(string id, string prefix) =>
        id.StartsWith(prefix, StringComparison.Ordinal) && ImageId.IsValid($"ami-{id.AsSpan(prefix.Length)}");
}
