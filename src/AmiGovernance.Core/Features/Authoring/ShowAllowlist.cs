using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>Who may publish images on one day.</summary>
public static class ShowAllowlist
{
    /// <summary>Null when the configuration has errors.</summary>
    public static (GovernanceConfig Config, Allowlist Allowlist)? Run(
        string configPath,
        DateOnly asOf,
        IFileReader files,
        DiagnosticBag bag
    ) =>
        RepositoryFiles.ReadConfig(files, configPath, bag) is { } config && !bag.HasErrors
            ? (config, Allowlist.Of(config, asOf))
            : null;
}
