namespace AmiGovernance.Sandbox.World;

/// <summary>What is billed for an image beside the machine (EC2 user guide, "AMI billing information fields").</summary>
/// <param name="Details">Such as `Linux/UNIX`.</param>
/// <param name="Operation">The usage operation, such as `RunInstances:0002`.</param>
internal sealed record ImagePlatform(string Details, string Operation)
{
    public static readonly ImagePlatform Linux = new("Linux/UNIX", "RunInstances");

    private static readonly ImagePlatform[] All =
    [
        Linux,
        new("Red Hat BYOL Linux", "RunInstances:00g0"),
        new("Red Hat Enterprise Linux", "RunInstances:0010"),
        new("Red Hat Enterprise Linux with HA", "RunInstances:1010"),
        new("SQL Server Enterprise", "RunInstances:0100"),
        new("SQL Server Standard", "RunInstances:0004"),
        new("SQL Server Web", "RunInstances:0200"),
        new("SUSE Linux", "RunInstances:000g"),
        new("Ubuntu Pro", "RunInstances:0g00"),
        new("Windows", "RunInstances:0002"),
        new("Windows BYOL", "RunInstances:0800"),
        new("Windows with SQL Server Enterprise", "RunInstances:0102"),
        new("Windows with SQL Server Standard", "RunInstances:0006"),
        new("Windows with SQL Server Web", "RunInstances:0202"),
    ];

    public static readonly string[] Names = [.. All.Select(p => p.Details)];

    /// <summary>EC2 API reference, "Image": `windows` for Windows images, nothing for all others.</summary>
    public string? Platform => Details.StartsWith("Windows", StringComparison.Ordinal) ? "windows" : null;

    /// <param name="details">One of <see cref="Names"/>, or nothing for the usual one.</param>
    public static ImagePlatform Of(string? details) => All.FirstOrDefault(p => p.Details == details) ?? Linux;
}
