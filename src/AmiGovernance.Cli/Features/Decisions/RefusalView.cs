using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What AWS said of a call, and what that says about the policies at hand.</summary>
internal static class RefusalView
{
    private const string ServiceControlPolicy = "service control policy";
    private const int LongestMessage = 200;

    /// <summary>When the policies cannot be asked.</summary>
    /// <param name="missing">Why not.</param>
    public static void WriteAlone(TextWriter writer, NamedRefusal refusal, string missing)
    {
        WriteSaid(writer, refusal);
        foreach (var line in Hints(refusal))
            writer.WriteLine($"  = {line}");
        if (!refusal.IsElsewhere)
            writer.WriteLine($"  = what these policies make of the call is unknown: {missing}");
    }

    public static void Write(TextWriter writer, NamedRefusal refusal, Explanation explanation)
    {
        WriteSaid(writer, refusal);
        foreach (var line in Hints(refusal).Concat(Beside(refusal, explanation)))
            writer.WriteLine($"  = {line}");
        writer.WriteLine();
    }

    private static void WriteSaid(TextWriter writer, NamedRefusal refusal)
    {
        var who = refusal.IsRecorded ? "AWS recorded" : "AWS said";
        writer.WriteLine($"{who}: {Sanitize.Text(Said(refusal))}{Sanitize.Text(Call(refusal))}");
        if (refusal.Others > 0)
            writer.WriteLine($"  - {Plural.Of(refusal.Others, "more denial is", "more denials are")} in the text");
        if (!refusal.Statements.IsEmpty)
            writer.WriteLine($"  - matched: {Sanitize.Text(string.Join(", ", refusal.Statements))}");
    }

    /// <summary>Explicit or missing, the kind of policy and the policy, as far as AWS names them.</summary>
    private static string Said(NamedRefusal refusal) =>
        refusal.Shape.Kind switch
        {
            _ when refusal.Action is not null && refusal.Resource is not null => Denied(refusal),
            RefusalKind.Policy => Denied(refusal),
            RefusalKind.Declarative =>
                $"denied by the organization's EC2 declarative policy: {Shorten(refusal.Message)}",
            RefusalKind.SharingBlocked => $"denied by block public access for AMIs: {Shorten(refusal.Message)}",
            _ => Shorten(
                refusal.Code.Length > 0 && !refusal.Message.Contains(refusal.Code, StringComparison.Ordinal)
                    ? $"{refusal.Code}: {refusal.Message}"
                    : refusal.Message
            ),
        };

    private static string Denied(NamedRefusal refusal)
    {
        var policy = refusal.PolicyId is { } id ? $" {id} ({refusal.PolicyArn})" : "";
        return (refusal.Way, refusal.PolicyKind) switch
        {
            (DenyWay.MissingAllow, { } kind) => $"denied: no {kind} allows it",
            (DenyWay.MissingAllow, null) => "denied: no policy allows it (implicit deny)",
            (DenyWay.ExplicitDeny, { } kind) => $"explicit deny in {Article(kind)} {kind}{policy}",
            (DenyWay.ExplicitDeny, null) => "explicit deny; AWS does not say in which policy",
            _ when refusal.Principal is null => $"denied, by which policy it does not say: {Shorten(refusal.Message)}",
            _ => "denied; AWS does not say by which policy",
        };
    }

    private static string Article(string kind) => kind[0] is 'i' ? "an" : "a";

    private static string Call(NamedRefusal refusal)
    {
        List<string?> parts = [refusal.Action];
        if (refusal.Resource is { } resource)
            parts.Add($"on {resource}");
        if (refusal.Principal is { } principal)
            parts.Add($"by {principal}");
        var known = string.Join(' ', parts.Where(p => p is not null));
        return known.Length > 0 ? $", {known}" : "";
    }

    private static string Shorten(string text) => Shortened.Text(text, LongestMessage);

    private static IEnumerable<string> Hints(NamedRefusal refusal)
    {
        var look = refusal.Shape.Look;
        if (refusal.IsElsewhere)
            yield return $"no image policy denies this; look there: {look}";
        else if (refusal.Shape.Cause == ImagePolicyCause.May)
            yield return $"an image policy can be the cause: {look}";
        else if (refusal.Shape.Cause == ImagePolicyCause.Yes)
            yield return look;

        if (refusal.Shape.Kind == RefusalKind.ImageUnavailable)
            yield return "AWS documents that Allowed AMIs hide images; which error a launch gets then is not verified";
        if (refusal.Shape.Kind == RefusalKind.ImageUnavailable)
            yield return "to tell: `aws ec2 get-allowed-images-settings` in this account and Region,"
                + " and whether the owner's account still has and shares the image (`amigov images show`); with `--account` and `--image-owner` the policies answer";

        var isNamed = refusal.PolicyKind is not null;
        if (isNamed && refusal.PolicyKind != ServiceControlPolicy)
            yield return "the guardrails are service control policies and EC2 policies,"
                + $" so it is for whoever manages the {refusal.PolicyKind}";
        if (refusal.Encoded is not null && !isNamed)
            yield return "`aws sts decode-authorization-message --encoded-message … | amigov explain --from-error -` tells statement, "
                + "resource and owner; the message is as long as the error has it, and only the account that was refused can decode it";
    }

    /// <summary>What AWS named against the policies at hand.</summary>
    private static IEnumerable<string> Beside(NamedRefusal refusal, Explanation explanation)
    {
        if (refusal.PolicyKind != ServiceControlPolicy && refusal.Statements.IsEmpty)
            yield break;
        if (refusal.Way == DenyWay.MissingAllow && refusal.PolicyKind is not null)
            yield return "somewhere between root and account nothing allows it: an allow list, or `FullAWSAccess` is detached "
                + "(`amigov explain --live`); guardrails of amigov only deny";
        else if (refusal.Resource is { } resource && Blockers.IsAboutAnother(refusal, explanation))
            yield return $"no statement of these policies denies {Sanitize.Text(refusal.Action ?? "this")} on "
                + $"{Sanitize.Text(Kind(resource))}, so that another policy is meant";
        else if (explanation.Denied is null)
            yield return Undenied(refusal, explanation);
        else if (IsAnotherId(refusal, explanation))
            yield return "AWS names one of several policies that deny;"
                + $" {Sanitize.Text(refusal.PolicyId ?? "")} is another than the one below";
        if (refusal.PolicyId is { } id && WhoseWords(refusal, explanation) is { } whose)
            yield return $"{whose}: {SuggestedCommand.Of($"aws organizations describe-policy --policy-id {id}")}";
    }

    /// <summary>Whose the policy is that AWS names; null where the answer shows it.</summary>
    private static string? WhoseWords(NamedRefusal refusal, Explanation explanation)
    {
        var id = Sanitize.Text(refusal.PolicyId ?? "");
        if (refusal.Deployer == Deployer.SomebodyElse)
            return $"{id} is none of the policies that amigov deployed; its name tells who manages it";
        return refusal.Deployer == Deployer.Unknown && explanation.Levels.IsEmpty
            ? $"whether {id} is one of these policies, a folder does not tell; `amigov explain --live` does, and its name"
            : null;
    }

    /// <summary>Another policy is meant only where these are decided: AWS does not say whose the image is.</summary>
    private static string Undenied(NamedRefusal refusal, Explanation explanation)
    {
        var said = refusal.IsRecorded ? "recorded" : "named";
        var named = $"AWS {said} a deny";
        if (MayDeny(explanation) is { } open)
            return $"{named}; {Whether(open)}";
        if (explanation.Verdict is CallVerdict.Unknown or CallVerdict.Depends)
            return $"{named}; whether these policies deny it is not known";
        var where = explanation.Levels.IsEmpty
            ? "what is attached is another policy, or another version of it"
            : "it has changed since, or AWS means what they do not show";
        var policies = explanation.IsAllowed ? "policies" : "service control policies";
        return $"these {policies} do not deny it, while {named}: {where}";
    }

    private static OpenAnswer? MayDeny(Explanation explanation) =>
        explanation
            .Open.Select(o => o.Open)
            .Where(o => o.Open.Layer == PolicyLayer.ServiceControlPolicy && o.Open.Statement.Effect == Effect.Deny)
            .OrderBy(o => o.Open.Keys.Any(OpenWords.IsOwner) ? 0 : 1)
            .FirstOrDefault();

    private static string Whether(OpenAnswer open)
    {
        var statement = $"`{Sanitize.Text(open.Open.Statement.Sid ?? "a statement without a name")}`";
        return open.Open.Keys.Any(OpenWords.IsOwner)
            ? $"{statement} denies it if the owner is not approved: `--image-owner` settles it"
            : $"{statement} denies it or not, by {Sanitize.Text(string.Join(", ", open.Open.DependsOn("the resource's id")))}";
    }

    /// <summary>Such as `instance/*`, for any instance.</summary>
    private static string Kind(string resource)
    {
        var name = resource[(resource.LastIndexOf(':') + 1)..];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? name : $"{name[..slash]}/*";
    }

    /// <summary>AWS names one policy, and another one denies here.</summary>
    private static bool IsAnotherId(NamedRefusal refusal, Explanation explanation)
    {
        if (refusal.PolicyId is not { } id || explanation.Denied is not { } denied)
            return false;
        var isOther = !explanation.Levels.IsEmpty && denied.PolicyId != id;
        return isOther || refusal.Deployer == Deployer.SomebodyElse;
    }
}
