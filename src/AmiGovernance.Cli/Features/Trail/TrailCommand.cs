using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What CloudTrail recorded of images: who launched, made, shared and was denied what.</summary>
internal static class TrailCommand
{
    public static Command Create(CliContext context) =>
        new("trail", "What CloudTrail recorded of launches, images and guardrails")
        {
            TrailScanCommand.Create(context),
            TrailLiveCommand.Create(context),
            TrailAthenaCommand.Create(context),
            TrailClickHouseCommand.Create(context),
        };
}
