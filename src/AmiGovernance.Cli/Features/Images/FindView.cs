using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Approved images for a need, the newest first, and how code names the newest.</summary>
/// <param name="tool">Null for no code.</param>
internal sealed class FindView(FoundImages found, SnippetTool? tool)
{
    private const int MostOthers = 3;
    private static readonly string[] Headers = ["CREATED", "IMAGE", "NAME OR PARAMETER", "OWNER", "NOTE"];

    private string Region => found.Request.Region.Value;

    private ImageOffer? Best => found.Best ?? found.Approved.FirstOrDefault();

    public string Render(OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => JsonSerializer.Serialize(FindReport.Of(found), FindJson.Default.FindReport) + "\n",
            OutputFormat.Markdown => Markdown(),
            _ => Text(),
        };

    private string Text()
    {
        var text = new StringBuilder();
        text.Append(Sanitize.Text(Title())).Append('\n');
        foreach (var offer in found.Approved)
            AppendOffer(text, Cells(offer));
        foreach (var line in Others())
            text.Append(line).Append('\n');
        if (Best is { } best)
            text.Append('\n').Append(Code(best));
        return text.ToString();
    }

    /// <summary>Ids, names and parameters are copied, so that no width may split them: an image has two lines.</summary>
    private static void AppendOffer(StringBuilder text, string[] cells)
    {
        var id = cells[1].Length > 0 ? $"{cells[1]}  " : "";
        var note = cells[4].Length > 0 ? $"; {cells[4]}" : "";
        text.Append(Sanitize.Text($"  {cells[0], -10}  {id}{cells[2]}")).Append('\n');
        text.Append(Sanitize.Text($"  {"", -10}  of {cells[3]}{note}")).Append('\n');
    }

    private MarkdownText Markdown()
    {
        var table = found.Approved.IsEmpty
            ? MarkdownText.Empty
            : TableOutput.Markdown([.. Headers.Select(h => h.ToLowerInvariant())], found.Approved.Select(Cells));
        var others = MarkdownText.Concat(Others().Select(line => MarkdownText.Of($"- {line}\n")));
        var title = MarkdownText.Of($"{Title()}\n\n");
        var code =
            Best is { } best && tool is not null
                ? MarkdownText.Of($"\n") + MarkdownText.Code(Code(best))
                : MarkdownText.Empty;
        return MarkdownText.Concat([title, table, MarkdownText.Of($"\n"), others, code]);
    }

    private string Title()
    {
        var whom = found.Request.Account is { } account ? $" for account {account}" : "";
        var asOf = found.InventoryAt is { } read ? $" (inventory of {read.Day().Text()})" : "";
        var where = $"{found.Request.Need} in {Region}{whom}{asOf}";
        if (!found.Approved.IsEmpty)
            return $"approved, the newest first: {where}";
        return found.Gaps.Any(g => g.Kind == GapKind.VersionNotNamed)
            ? $"which version? no approved image is known without one: {where}"
            : $"no approved image is known: {where}";
    }

    private static string[] Cells(ImageOffer offer) =>
        [
            offer.Facts.CreationDate?.Day().Text() ?? "newest",
            offer.Facts.ImageId ?? "",
            offer.Facts.Name ?? offer.Published?.Parameter ?? offer.Published?.Names ?? "",
            offer.Owner ?? "",
            Note(offer),
        ];

    private static string Note(ImageOffer offer)
    {
        if (offer.IsDeprecated)
            return "deprecated";
        return (offer.Access, offer.Source) switch
        {
            (ImageAccess.NotSeen, _) => "not shared with the account, as far as known",
            (ImageAccess.NotChecked, _) => "shared with the account or not: not checked",
            (_, OfferSource.Table) => "which image it is now: not checked",
            _ => "",
        };
    }

    /// <summary>What is not approved, and where nobody looked.</summary>
    private IEnumerable<string> Others()
    {
        foreach (var offer in found.Open.Take(MostOthers))
            yield return Sanitize.Text($"not known whether approved: {Named(offer)}: missing: {offer.Why}");
        foreach (var offer in found.Denied.Take(MostOthers))
            yield return Sanitize.Text($"not approved: {Named(offer)}: {offer.Why}");
        var more = Math.Max(0, found.Open.Length - MostOthers) + Math.Max(0, found.Denied.Length - MostOthers);
        if (more > 0)
            yield return $"{Plural.Of(more, "more image")} not approved, or not known to be (`--output json`)";
        if (found.Switched > 0)
            yield return $"left out: {Plural.Of(found.Switched, "image")} that cannot be launched: disabled, or not ready";
        foreach (var gap in FindWords.Gaps(found))
            yield return $"not checked: {gap}";
    }

    private static string Named(ImageOffer offer) =>
        offer.Facts.ImageId is { } id
            ? $"{id} {offer.Facts.Name}"
            : offer.Published?.Parameter ?? offer.Published?.Names ?? "";

    private string Code(ImageOffer offer)
    {
        var code = new CodeSnippet(offer, Region);
        var unsure = offer.Published is { Mark: Core.Governance.Facts.FactMark.Unverified } row
            ? $"# not verified: {row.Source}\n"
            : "";
        if (tool is { } asked)
            return unsure + code.For(asked);
        var by = code.Parameter is { } parameter
            ? $"parameter: {parameter}"
            : $"filter: {code.Names ?? "by id"}, owner {offer.Owner}";
        var tools = string.Join(", ", CodeSnippet.Tools.All);
        return Sanitize.Text($"{by}; as code: `--for TOOL`, one of {tools}") + "\n";
    }
}
