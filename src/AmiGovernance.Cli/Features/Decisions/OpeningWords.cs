using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>The first lines of an answer: what blocked the call, why, and what to use instead. They are harmless to show.</summary>
internal static class OpeningWords
{
    public static string Blocked(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.Policy => Denying(answer.Explanation!, answer.Refusal),
            Blocker.DeclarativePolicy => IsByImage(answer)
                ? "EC2 declarative policy (Allowed AMIs)"
                : "the organization's EC2 declarative policy",
            Blocker.SharingBlocked => OtherSharing(answer)?.Title ?? "block public access for AMIs",
            Blocker.PolicyOfOthers => OfOthers(answer.Refusal!),
            Blocker.PolicyUnseen => Unseen(answer),
            Blocker.HiddenImage => "Allowed AMIs, probably: AWS does not show the image",
            Blocker.MissingImage => "none of these policies: AWS does not show the image",
            Blocker.UnknownImage => "not known: AWS does not show the image",
            Blocker.Elsewhere => "no image policy",
            Blocker.Nothing => Unblocked(answer),
            _ => "not known: the policies decide by what is missing",
        };

    private static bool IsByImage(ExplainAnswer answer) => answer is { Refusal: null, Explanation.RefusedFor: null };

    /// <summary>What blocks public sharing of something else than images; null where it is images.</summary>
    private static StateAttribute? OtherSharing(ExplainAnswer answer) =>
        answer.Explanation?.RefusedFor is StateAttribute other && other != DeclarativeAttributes.ImageBlockPublicAccess
            ? other
            : null;

    private static string Unblocked(ExplainAnswer answer) =>
        answer.Explanation?.Mark switch
        {
            AuditMark.Marked => "nothing yet: audit mode marks the image, enforcement denies it",
            AuditMark.Unknown => "nothing yet: audit mode, and enforcement may deny the image",
            _ => "nothing: these policies allow it",
        };

    private static string Denying(Explanation explanation, NamedRefusal? refusal)
    {
        var decision = explanation.Denied!.Decision;
        var layer = decision.Layer.Words();
        if (decision.DecidingStatement is not { } statement)
            return $"{layer}: no statement allows it";
        var name = Sanitize.Text(statement.Sid ?? "without a name");
        return refusal?.PolicyId is { } id && explanation.Levels.IsEmpty && refusal.Deployer == Deployer.Unknown
            ? $"policy {Sanitize.Text(id)}, probably `{name}`"
            : $"{layer}{Named(explanation)}, statement `{name}`";
    }

    /// <summary>In an organization several policies may hold statements of one name.</summary>
    private static string Named(Explanation explanation) =>
        explanation is { Levels.IsEmpty: false, Denied.Decision.Policy.Name: { Length: > 0 } name }
            ? $" `{Sanitize.Text(name)}`"
            : "";

    private static string OfOthers(NamedRefusal refusal) =>
        refusal.Deployer == Deployer.SomebodyElse
            ? $"{Sanitize.Text(refusal.PolicyKind ?? "policy")} {Sanitize.Text(refusal.PolicyId!)}, which amigov did not deploy"
            : $"{Kind(refusal)}, none of the image policies";

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
        if (refusal.Deployer == Deployer.Amigov)
            return ", which amigov deployed, not as it is here";
        if (explanation is null)
            return "";
        var isDecided = explanation.IsAllowed || Blockers.IsAboutAnother(refusal, explanation);
        return isDecided ? ", none of these" : ", perhaps one of these";
    }

    public static string Why(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.Policy when !answer.Explanation!.IsDeniedByOwner || answer.IsDeniedThoughApproved => Condition(
                answer.Explanation!
            ),
            Blocker.Nothing => UnblockedWhy(answer),
            Blocker.Open => Missing(answer),
            Blocker.Policy or Blocker.HiddenImage => OwnerWords.NotApproved(answer),
            Blocker.DeclarativePolicy when IsByImage(answer) => OwnerWords.NotApproved(answer),
            _ => WhyOfAws(answer),
        };

    /// <summary>Where AWS said more than the policies do.</summary>
    private static string WhyOfAws(ExplainAnswer answer) =>
        answer.Blocker switch
        {
            Blocker.DeclarativePolicy => "accounts cannot change what it sets",
            Blocker.SharingBlocked => OtherSharing(answer) is { } other
                ? $"{other.Subject} is blocked in this account and Region"
                : "images of this account and Region stay private",
            Blocker.PolicyOfOthers => $"AWS names it for {Asked(answer.Refusal!)}",
            Blocker.PolicyUnseen => UnseenWhy(answer),
            Blocker.MissingImage => $"it is gone, not shared, or in another Region; {UnblockedWhy(answer)}",
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
        if (refusal.Way == DenyWay.MissingAllow && refusal.PolicyKind is not null)
            return NothingAllows(refusal.Action ?? "the call");
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

    private static string NothingAllows(string action) =>
        $"somewhere between the root and the account nothing allows {Sanitize.Text(action)}";

    /// <summary>The first condition of a statement that holds, for denials that are not about whose the image is.</summary>
    private static string Condition(Explanation explanation)
    {
        var denied = explanation.Denied!;
        var action = Sanitize.Text(explanation.Call.Action);
        if (denied.Decision.DecidingStatement is not { } statement)
            return NothingAllows(explanation.Call.Action);
        return statement.Conditions.FirstOrDefault() is { } condition
            ? $"it denies {action} where {Sanitize.Text(condition.Key)} is {Sanitize.Text(ExplainWords.Value(condition, denied.Request))}"
            : $"it denies {action} to everybody whom it reaches";
    }
}
