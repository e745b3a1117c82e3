using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The options that say what a scan looks at.</summary>
internal sealed class ScanRequestOptions
{
    /// <summary>So that the days end in the calendar.</summary>
    private const int MostDays = 36_600;

    public ScanRequestOptions() => Depth.AcceptOnlyFromAmong([.. ScanDepths.Names]);

    public Option<string> Depth { get; } =
        new("--depth")
        {
            Description = $"How closely to look: {string.Join(", ", ScanDepths.Names)}",
            HelpName = "DEPTH",
            DefaultValueFactory = _ => ScanDepth.Full.Name(),
        };

    public Option<string[]> Accounts { get; } = InventoryOptions.Accounts();

    public Option<string[]> Regions { get; } = InventoryOptions.Regions("--only-region");

    public Option<bool> Resume { get; } =
        new("--resume") { Description = "Go on with the last scan: read what it did not read yet, or could not" };

    public Option<int> UnusedDays { get; } =
        NumberOption.Create(
            "--unused-days",
            "An image that was not launched for so many days is unused",
            1,
            MostDays,
            180,
            "DAYS"
        );

    public Option<int> AtOnce { get; } =
        NumberOption.Create("--at-once", "How many accounts and Regions are read at once", 1, int.MaxValue, 256);

    public ScanRequest Read(ParseResult result) =>
        new(
            result.GetResult(Depth) is { Implicit: false } ? ScanDepths.FromName(result.GetValue(Depth)) : null,
            [.. (result.GetValue(Accounts) ?? []).Select(AccountId.Parse)],
            [.. (result.GetValue(Regions) ?? []).Select(RegionName.Parse)],
            result.GetValue(Resume)
        )
        {
            UnusedDays = result.GetValue(UnusedDays),
            AtOnce = result.GetValue(AtOnce),
        };
}
