using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>Names the newest approved image of the same family for what is denied, as `explain` does.</summary>
internal sealed class SuggestedEdits(Stock stock, DateTimeOffset now)
{
    private readonly Dictionary<(ImageNeed, RegionName, AccountId?, string?), SuggestedImage?> known = [];

    public async Task<PreflightReport> AddTo(PreflightReport report, CancellationToken cancel)
    {
        var references = new List<JudgedReference>(report.References.Length);
        foreach (var judged in report.References)
            references.Add(IsNeeded(judged.Deciding) ? await WithOther(judged, cancel) : judged);
        return report with { References = [.. references] };
    }

    private static bool IsNeeded(ImageJudgement judgement) =>
        judgement.Verdict.IsDenied() || judgement.Mark == AuditMark.Marked;

    private async Task<JudgedReference> WithOther(JudgedReference judged, CancellationToken cancel)
    {
        var deciding = judged.Deciding;
        var need = NeedReader.OfName(NameOf(deciding));
        var id = (deciding.Image as ImageOfId)?.Id;
        if (id is not null && stock.Find(id) is { } inventoried)
            need = inventoried.Need;
        var key = (need, deciding.Region, deciding.Account, id);
        if (!known.TryGetValue(key, out var suggested))
        {
            var request = new FindRequest(need, deciding.Region, deciding.Account, now);
            known[key] = suggested = await stock.Suggest(request, id, aws: null, cancel);
        }
        return suggested?.Best is { } best ? judged with { Instead = Of(best), InsteadWords = Words(best) } : judged;
    }

    private static string NameOf(ImageJudgement judgement) =>
        judgement switch
        {
            { Name: { } name } => name,
            { Image: ImageOfOwner { Names: { } names } } => names,
            { Image: ImageOfParameter parameter } => parameter.Name,
            _ => "",
        };

    private static Replacement Of(ImageOffer offer) =>
        new(offer.Facts.ImageId, offer.Published?.Parameter, offer.Owner, offer.Published?.Names ?? offer.Facts.Name);

    private static string Words(ImageOffer offer)
    {
        if (offer.Facts.ImageId is { } id)
            return $"{id} {offer.Facts.Name}";
        return offer.Published?.Parameter is { } parameter
            ? $"resolve:ssm:{parameter}"
            : $"the newest of {offer.Published?.Publisher} named `{offer.Published?.Names}`";
    }
}
