using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// What the last backtest that updated triage looked at: `triage/replay.json`. Without it, a triage folder without findings would
/// look the same whether launches were replayed or not.
/// </summary>
/// <param name="At">When it was replayed.</param>
/// <param name="First">Of the recorded calls, inclusive; null when there was none.</param>
/// <param name="Launches">That succeeded, whatever their image.</param>
/// <param name="NotRead">Files that could not be read, or not wholly.</param>
public sealed record ReplayRecord(
    DateTimeOffset At,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    long Launches,
    long NotRead
)
{
    public const string FileName = "replay.json";

    /// <summary>The accounts that the trail held; null in files of older versions, which do not say it.</summary>
    public ImmutableSortedSet<AccountId>? Accounts { get; init; }

    /// <summary>
    /// The digest of the policies by which enforcement would decide; null in files of older versions, which do not say it.
    /// </summary>
    public string? Policies { get; init; }

    private static readonly string[] Required = ["replayed_at", "launches", "not_read"];
    private static readonly string[] Keys = ["$schema", "first", "last", "accounts", "policies", .. Required];

    public GeneratedFile ToFile()
    {
        var json = JsonText.Write(
            indented: true,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("replayed_at", At.IsoText());
                if (First is { } first)
                    writer.WriteString("first", first.IsoText());
                if (Last is { } last)
                    writer.WriteString("last", last.IsoText());
                writer.WriteNumber("launches", Launches);
                writer.WriteNumber("not_read", NotRead);
                if (Accounts is { } accounts)
                    writer.WriteStrings("accounts", accounts.Select(a => a.Value));
                if (Policies is { } policies)
                    writer.WriteString("policies", policies);
                writer.WriteEndObject();
            }
        );
        return new GeneratedFile(FileName, (byte[])[.. json, (byte)'\n']);
    }

    private static readonly SourceUpkeep Upkeep = new()
    {
        WrittenAgain = "`amigov backtest PATH --update-triage` writes it again",
    };

    /// <summary>Null with a report when the file has a mistake.</summary>
    public static ReplayRecord? Read(SourceText source, DiagnosticBag bag)
    {
        if (JsonParser.Parse(source.KeptBy(Upkeep), bag) is not { } tree)
            return null;
        if (ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } reader)
            return null;
        foreach (var key in Required)
            reader.Require(key);

        var at = reader.Time("replayed_at");
        var launches = reader.Integer("launches", 0, int.MaxValue);
        var notRead = reader.Integer("not_read", 0, int.MaxValue);
        var record = new ReplayRecord(
            at ?? default,
            reader.Time("first"),
            reader.Time("last"),
            launches ?? 0,
            notRead ?? 0
        )
        {
            Policies = reader.Node["policies"] is null ? null : reader.Text("policies"),
            Accounts = reader.Node["accounts"] is null ? null : [.. reader.AccountIds("accounts", 0)],
        };
        return bag.HasErrors ? null : record;
    }
}
