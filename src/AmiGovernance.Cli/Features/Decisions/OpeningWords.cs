using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>The first lines of an answer: what blocked the call, why, and what to use instead. They are harmless to show.</summary>
internal static class OpeningWords
{
    private const string OfThePolicy = "nothing: ask whoever manages that policy";

    /// <summary>Another image helps.</summary>
    public static bool WantsAnother(ExplainAnswer answer) =>
        IsLaunch(answer)
        && answer.Blocker switch
        {
            Blocker.Policy => answer.Explanation!.IsDeniedByOwner,
            Blocker.Nothing => answer.Explanation?.Mark is not AuditMark.None,
            Blocker.Elsewhere => answer.Refusal?.Shape.Kind == RefusalKind.ImageState,
            Blocker.PolicyUnseen => IsOnImage(answer.Refusal),
            Blocker.SharingBlocked or Blocker.PolicyOfOthers => false,
            _ => true,
        };

    public static string Blocked(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.Policy => Denying(answer.Explanation!.Denied!),
            Blocker.DeclarativePolicy => answer.Refusal is null
                ? "EC2 declarative policy (Allowed AMIs)"
                : "the organization's EC2 declarative policy",
            Blocker.SharingBlocked => "block public access for AMIs",
            Blocker.PolicyOfOthers => $"{Kind(answer.Refusal!)}, none of the image policies",
            Blocker.PolicyUnseen => Unseen(answer),
            Blocker.HiddenImage => "Allowed AMIs, probably: AWS does not show the image",
            Blocker.MissingImage => "none of these policies: AWS does not show the image",
            Blocker.UnknownImage => "not known: AWS does not show the image",
            Blocker.Elsewhere => "no image policy",
            Blocker.Nothing => Unblocked(answer),
            _ => "not known: the policies decide by what is missing",
        };

    private static string Unblocked(ExplainAnswer answer) =>
        answer.Explanation?.Mark switch
        {
            AuditMark.Marked => "nothing yet: audit mode marks the image, enforcement denies it",
            AuditMark.Unknown => "nothing yet: audit mode, and enforcement may deny the image",
            _ => "nothing: these policies allow it",
        };

    private static string Denying(ScpAnswer denied)
    {
        var layer = denied.Decision.Layer.Words();
        return denied.Decision.DecidingStatement is { } statement
            ? $"{layer}, statement `{Sanitize.Text(statement.Sid ?? "without a name")}`"
            : $"{layer}: no statement allows it";
    }

    private static string Kind(NamedRefusal refusal)
    {
        var kind = Sanitize.Text(refusal.PolicyKind ?? "policy");
        return refusal.Way == DenyWay.MissingAllow ? $"no {kind} allows it" : $"{Article(kind)} {kind}";
    }

    private static string Article(string kind) => kind[0] is 'a' or 'e' or 'i' or 'o' ? "an" : "a";

    private static string Unseen(ExplainAnswer answer)
    {
        var refusal = answer.Refusal!;
        if (refusal.PolicyKind is null)
            return "a policy that AWS does not name";
        if (refusal.Way == DenyWay.MissingAllow)
            return $"no {Sanitize.Text(refusal.PolicyKind)} allows it";
        var id = refusal.PolicyId is { } policy ? $" {Sanitize.Text(policy)}" : "";
        return $"a {Sanitize.Text(refusal.PolicyKind)}{id}{Whether(answer.Explanation, refusal)}";
    }

    /// <summary>Whether it can be one of these policies: they are cleared only where they are decided.</summary>
    private static string Whether(Explanation? explanation, NamedRefusal refusal)
    {
        if (explanation is null)
            return "";
        var isDecided = explanation.IsAllowed || Blockers.IsAboutAnother(refusal, explanation);
        return isDecided ? ", none of these" : ", perhaps one of these";
    }

    public static string Why(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.Policy when !answer.Explanation!.IsDeniedByOwner => Condition(answer.Explanation!),
            Blocker.Nothing => UnblockedWhy(answer),
            Blocker.Open => Missing(answer),
            Blocker.Policy or Blocker.HiddenImage => OwnerWords.NotApproved(answer),
            Blocker.DeclarativePolicy when answer.Refusal is null => OwnerWords.NotApproved(answer),
            _ => WhyOfAws(answer),
        };

    /// <summary>Where AWS said more than the policies do.</summary>
    private static string WhyOfAws(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.DeclarativePolicy => "accounts cannot change what it sets",
            Blocker.SharingBlocked => "images of this account and Region stay private",
            Blocker.PolicyOfOthers => $"AWS names it for {Asked(answer.Refusal!)}",
            Blocker.PolicyUnseen => UnseenWhy(answer),
            Blocker.MissingImage => $"it is gone, not shared, or in another Region; {OwnerWords.Approved(answer)}",
            Blocker.UnknownImage => "hidden by Allowed AMIs, gone, not shared, or in another Region",
            _ => Sanitize.Text(answer.Refusal!.Shape.Look),
        };

    private static string UnblockedWhy(ExplainAnswer answer) =>
        answer.Explanation?.Mark switch
        {
            AuditMark.Marked => OwnerWords.NotApproved(answer),
            AuditMark.Unknown => OwnerWords.Unknown(answer),
            _ => OwnerWords.Approved(answer),
        };

    /// <summary>What AWS named, as far as it did.</summary>
    private static string Asked(NamedRefusal refusal)
    {
        var resource = refusal.Resource is { } named ? $" on {named[(named.LastIndexOf(':') + 1)..]}" : "";
        return $"{Sanitize.Text(refusal.Action ?? "the call")}{Sanitize.Text(resource)}";
    }

    private static string UnseenWhy(ExplainAnswer answer)
    {
        var refusal = answer.Refusal!;
        if (refusal.PolicyKind is null && refusal.Encoded is not null)
            return "the encoded message says it: decode it, as below";
        if (answer.Explanation is null)
            return Missing(answer);
        if (answer.Explanation.Mark == AuditMark.Marked)
            return $"these are in audit mode; {OwnerWords.NotApproved(answer)}";
        var isOpen = !answer.Explanation.IsAllowed && !answer.Explanation.Verdict.IsDenied();
        return isOpen ? Missing(answer) : $"these do not deny {Asked(refusal)}";
    }

    private static string Missing(ExplainAnswer answer)
    {
        if (answer.Explanation is not { } explanation)
            return $"not known: {answer.Missing}";
        var missing = explanation.MissingFacts.Concat(explanation.DependsOn).Select(Sanitize.Text).ToList();
        return $"not known: {Shortened.List(missing, 2)}";
    }

    /// <summary>The first condition of a statement that holds, for denials that are not about whose the image is.</summary>
    private static string Condition(Explanation explanation)
    {
        var denied = explanation.Denied!;
        var action = Sanitize.Text(explanation.Call.Action);
        if (denied.Decision.DecidingStatement is not { } statement)
            return $"somewhere between the root and the account nothing allows {action}";
        return statement.Conditions.FirstOrDefault() is { } condition
            ? $"it denies {action} where {Sanitize.Text(condition.Key)} is {Sanitize.Text(ExplainWords.Value(condition, denied.Request))}"
            : $"it denies {action} to everybody whom it reaches";
    }

    public static string Instead(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.Nothing when !WantsAnother(answer) => "nothing: the image can stay",
            Blocker.SharingBlocked => "share with accounts, or with the organization",
            _ when WantsAnother(answer) => AnotherImage.Words(answer),
            Blocker.Elsewhere => "settle what AWS names; an image without that cause may launch",
            Blocker.Policy or Blocker.DeclarativePolicy => Creation(answer),
            _ => OfThePolicy,
        };

    private static string Creation(ExplainAnswer answer) =>
        GuardedActions.IsCreation(answer.Explanation?.Call.Action ?? "")
            ? "an image that a publisher account builds"
            : OfThePolicy;

    private static bool IsLaunch(ExplainAnswer answer) =>
        (answer.Explanation?.Call.Action ?? answer.Call.Action) is not { } action || GuardedActions.IsLaunch(action);

    private static bool IsOnImage(NamedRefusal? refusal) =>
        refusal?.Resource is not { } resource || resource.Contains(":image/", StringComparison.Ordinal);
}
