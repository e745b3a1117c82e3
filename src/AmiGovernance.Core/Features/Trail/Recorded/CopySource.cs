using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// The image that a copy is made of, as <see cref="TrailKey.Detail"/> holds it. EC2 authorizes CopyImage on it (EC2 user guide,
/// "Permissions for copying Amazon EC2 AMIs").
/// </summary>
internal static class CopySource
{
    private const string Prefix = "from ";

    public static string Detail(string image) => $"{Prefix}{image}";

    public static bool IsCopy(TrailKey key) => key.Action == "ec2:CopyImage";

    /// <summary>Empty when the call is no copy, or the record does not tell.</summary>
    public static string Of(TrailKey key) =>
        IsCopy(key) && key.Detail.StartsWith(Prefix, StringComparison.Ordinal) ? key.Detail[Prefix.Length..] : "";
}
