using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Whose an image is, in words; harmless to show.</summary>
internal static class OwnerWords
{
    public static string Approved(ExplainAnswer answer)
    {
        if (answer.Owner is null)
            return "the policies do not ask whose the image is";
        if (IsOwn(answer))
            return "the image is the account's own";
        return AsksOwner(answer)
            ? Standing(answer)
            : $"whose image it is, these policies do not ask for {Sanitize.Text(answer.Explanation!.Call.Action)}";
    }

    /// <summary>Of an image that no policy stops.</summary>
    private static string Standing(ExplainAnswer answer)
    {
        if (answer.IsApproved ?? IsJudged(answer))
            return $"images of {Owner(answer)} are approved";
        if (OwnerName.Of(answer.Owner ?? "", answer.Config, answer.Day).ExceptionEnded is not { } day)
            return $"no policy stops images of {Owner(answer)}";
        var isListed = answer.Explanation?.Image is { Verdict: ImageVerdict.Allowed };
        var still = isListed ? "; the declarative policy still lists it" : "; no policy stops it";
        return $"the exception for its owner {Owner(answer)} ended on {day.Text()}{still}";
    }

    /// <summary>Whether a policy looked whose it is, where no configuration tells who is approved.</summary>
    private static bool IsJudged(ExplainAnswer answer) =>
        answer.Explanation is not { } explanation
        || explanation.Image is { Verdict: ImageVerdict.Allowed }
        || explanation.Answers.Any(a => a.IsLookedAt);

    /// <summary>Whether nothing has to be done about an image that no policy stops.</summary>
    public static bool MayStay(ExplainAnswer answer) =>
        AsksOwner(answer) && (answer.Owner is null || IsOwn(answer) || (answer.IsApproved ?? IsJudged(answer)));

    private static bool IsOwn(ExplainAnswer answer) => answer.Owner == answer.Explanation?.Call.Account.Value;

    /// <summary>Whether the image's owner decides on such a call.</summary>
    public static bool AsksOwner(ExplainAnswer answer) =>
        answer.Explanation is not { Call.Action: var action }
        || GuardedActions.IsLaunch(action)
        || GuardedActions.IsCopy(action);

    public static string NotApproved(ExplainAnswer answer)
    {
        if (answer.Owner is not { } owner)
            return "the image's owner is not approved";
        var name = OwnerName.Of(owner, answer.Config, answer.Day);
        if (name.ExceptionEnded is { } day)
            return $"the exception for its owner {Owner(answer)} ended on {day.Text()}";
        if (name.IsExceptionOfOthers)
            return $"the exception for its owner {Owner(answer)} is for other accounts";
        return Criterion(answer) ?? $"its owner {Owner(answer)} is not approved{OnlyNamed(answer)}";
    }

    /// <summary>An image of somebody else that is named as a known publisher's are: the name is why it was taken.</summary>
    private static string OnlyNamed(ExplainAnswer answer)
    {
        var family = KnownPublishers.Families.FirstOrDefault(f => f.Begins(answer.ImageName ?? ""));
        var isTheirs = family is null || !AccountId.IsValid(answer.Owner ?? "") || family.IsOf(answer.Owner!);
        return isTheirs ? "" : $"; only the name is {family!.Name}'s";
    }

    public static string Unknown(ExplainAnswer answer)
    {
        var missing = answer.Explanation?.Image?.MissingFacts ?? [];
        if (answer.Owner is null || missing.IsEmpty)
            return "whose the image is, is not known";
        return $"not known: {Sanitize.Text(string.Join(", ", missing))}";
    }

    /// <summary>Null where it is for whose the image is.</summary>
    private static string? Criterion(ExplainAnswer answer)
    {
        var mismatches = answer.Explanation?.Image?.Mismatches ?? [];
        return
            answer.Explanation?.Denied is null
            && mismatches.FirstOrDefault(m => !m.Contains(": owner ", StringComparison.Ordinal)) is { } why
            ? Sanitize.Text(why)
            : null;
    }

    private static string Owner(ExplainAnswer answer)
    {
        var owner = answer.Owner ?? "";
        var name = OwnerName.Of(owner, answer.Config, answer.Day).Name;
        return name is null ? Sanitize.Text(owner) : $"{Sanitize.Text(owner)} ({Sanitize.Text(name)})";
    }
}
