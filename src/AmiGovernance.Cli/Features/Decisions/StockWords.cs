using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What an answer rests on beside the policies: the inventory, and a configuration that nobody generated from.</summary>
internal static class StockWords
{
    public static IEnumerable<string> Lines(ExplainAnswer answer)
    {
        if (answer.Explanation is { Origin: { } origin, Mode: { } mode })
            yield return $"policies: generated for this answer from {Sanitize.Text(origin.ConfigPath)}, for `{mode.Name()}`; what is deployed may be in another mode";
        if (answer.Known is { } known)
            yield return Image(known);
        if (answer.Suggested?.Found is { IsIncomplete: true } found && FindWords.Gaps(found) is { Count: > 0 } gaps)
            yield return $"not checked for another image: {string.Join("; ", gaps)}";
    }

    private static string Image(KnownImage known)
    {
        var facts = known.Facts;
        var state = known.State == "available" ? "" : $", {known.State}";
        var deprecated = facts.DeprecationTime is { } time ? $", deprecated from {time.Day().Text()}" : "";
        return Sanitize.Text(
            $"inventory: {facts.ImageId} is `{facts.Name}` of {facts.IamOwner} in {known.Region}{state}{deprecated}"
                + $" (scan of {known.ScannedAt.Day().Text()})"
        );
    }
}
