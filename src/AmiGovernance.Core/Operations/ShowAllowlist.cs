using AmiGovernance.Core.Config;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Generation;

namespace AmiGovernance.Core.Operations;

/// <summary>Who may publish images on one day.</summary>
public static class ShowAllowlist
{
    /// <summary>Null when the configuration has errors.</summary>
    public static (GovernanceConfig Config, Allowlist Allowlist)? Run(
        string configPath,
        DateOnly asOf,
        IFileStore files,
        DiagnosticBag bag
    ) =>
        RepositoryFiles.ReadConfig(files, configPath, bag) is { } config && !bag.HasErrors
            ? (config, Allowlist.Of(config, asOf))
            : null;
}
