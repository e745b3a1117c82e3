namespace AmiGovernance.Core.Governance.Config;

/// <summary>Who brings the policies to AWS.</summary>
public sealed record DeploymentConfig(Carrier Carrier)
{
    /// <summary>Where the carrier's files stand; null for <see cref="DefaultPath"/>.</summary>
    public string? Path { get; init; }

    public string Folder => Path ?? DefaultPath(Carrier);

    public static string DefaultPath(Carrier carrier) => $"export/{carrier.Name()}";
}
