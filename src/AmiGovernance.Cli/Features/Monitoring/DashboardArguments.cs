using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>What is to be watched, as it was asked for.</summary>
/// <param name="LogGroup">Empty where nothing is to be watched.</param>
/// <param name="Mail">Null for nobody.</param>
/// <param name="AsOf">The day whose exceptions count.</param>
internal sealed record DashboardArguments(
    string LogGroup,
    string? Mail,
    int DeniedLaunches,
    string ConfigPath,
    DateOnly AsOf
)
{
    /// <summary>Null with a report when the configuration has errors.</summary>
    public MonitoringInput? Input(CliContext context, RegionName region)
    {
        var bag = new DiagnosticBag();
        var known = ShowAllowlist.Run(ConfigPath, AsOf, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (known is not { } shown)
            return null;

        var creators = MonitoringInput.CreatorsOf(shown.Config, shown.Allowlist);
        return new MonitoringInput(LogGroup, region, creators, DeniedLaunches)
        {
            Mail = Mail,
            Tags = shown.Config.Policy.Tags,
        };
    }
}
