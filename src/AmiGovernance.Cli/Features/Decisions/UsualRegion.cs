using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Where a call is taken to be made of which nothing tells the Region: in the partition of the configuration.</summary>
internal static class UsualRegion
{
    public const string InHelp = "default: us-east-1, or the first Region of the configuration's partition";

    /// <param name="config">Null where there is none: then the partition of the commercial Regions.</param>
    public static RegionName Of(GovernanceConfig? config) => (config?.Policy.Partition ?? Partition.Aws).AnyRegion();

    /// <summary>By the configuration in its usual place, where it is sound.</summary>
    public static RegionName Here(IFileReader files) =>
        Of(files.Exists(CommonOptions.ConfigFile) ? Reading.Of(bag => Read(files, bag)).IfSound : null);

    private static GovernanceConfig? Read(IFileReader files, DiagnosticBag bag) =>
        files.Read(CommonOptions.ConfigFile, bag) is { } source ? ConfigReader.Read(source, bag) : null;
}
