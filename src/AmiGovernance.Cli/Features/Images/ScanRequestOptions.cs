using System.CommandLine;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The options that say what a scan looks at.</summary>
internal sealed class ScanRequestOptions
{
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
        Number("--unused-days", "DAYS", 180, "An image that was not launched for so many days is unused");

    public Option<int> AtOnce { get; } =
        Number("--at-once", "N", 256, "How many accounts and Regions are read at once");

    public ScanRequest Read(ParseResult result) =>
        new(
            ScanDepths.FromName(result.GetValue(Depth)) ?? ScanDepth.Full,
            [.. (result.GetValue(Accounts) ?? []).Select(AccountId.Parse)],
            [.. (result.GetValue(Regions) ?? []).Select(RegionName.Parse)],
            result.GetValue(Resume)
        )
        {
            UnusedDays = result.GetValue(UnusedDays),
            AtOnce = result.GetValue(AtOnce),
        };

    private static Option<int> Number(string name, string value, int usual, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = value,
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            var text = result.Tokens is [var token, ..] ? token.Value : "";
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) && given < 1)
                result.AddError($"{name} must be at least 1");
        });
        return option;
    }
}
