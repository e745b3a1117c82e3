using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>
/// Judges references as `explain` judges calls: by the same description of a call, and the same explanation. Nothing is decided here but
/// what is asked.
/// </summary>
/// <param name="policies">Those that reach an account; null for an account gives those of any.</param>
/// <param name="known">What is known of an image by its id; null for nothing.</param>
public sealed class JudgeReferences(
    Func<AccountId?, ReachingPolicies?> policies,
    Func<string, ImageFacts?> known,
    PreflightScope scope
)
{
    private readonly Dictionary<(NamedImage, AccountId?, RegionName, string), ImageJudgement> judged = [];
    private readonly Dictionary<string, ReachingPolicies?> reaching = new(StringComparer.Ordinal);

    public JudgedReference Judge(ImageReference reference)
    {
        var accounts = reference.Account is { } own
            ? [own]
            : scope.Accounts.Select(a => (AccountId?)a).ToImmutableArray();
        if (accounts.IsEmpty)
            accounts = [null];
        ImmutableArray<RegionName> regions = reference.Region is { } region ? [region] : scope.Regions;
        if (regions.IsEmpty)
            regions = [scope.Defaults.Region];
        var all =
            from account in accounts
            from place in regions
            from image in reference.Images
            select Once(image, account, place, reference.Action);
        return new JudgedReference(reference, [.. all]);
    }

    private ImageJudgement Once(NamedImage image, AccountId? account, RegionName region, string action)
    {
        var key = (image, account, region, action);
        if (!judged.TryGetValue(key, out var found))
            judged[key] = found = Judge(image, account, region, action);
        return found;
    }

    private ReachingPolicies? Reaching(AccountId? account)
    {
        var key = account?.Value ?? "";
        if (!reaching.TryGetValue(key, out var found))
            reaching[key] = found = policies(account);
        return found;
    }

    private ImageJudgement Judge(NamedImage image, AccountId? account, RegionName region, string action)
    {
        var unknown = new ImageJudgement(image, account, region, CallVerdict.Unknown);
        if (Reaching(account) is not { } reach)
            return unknown with { Missing = [NotReached(account)] };
        var call = new CallInput
        {
            Action = action,
            Account = account?.Value,
            IsByAnyAccount = account is null,
            Principal = scope.Principal,
            Region = region.Value,
        };
        var asked = Asked(image, call, out var missing);
        if (asked.Build(scope.Defaults, out var problem) is not { } built)
            return unknown with { Missing = [problem?.Message ?? ""] };
        var caller = built.By(reach.IsManagement, isServiceLinkedRole: false);
        return Answer(unknown, Explanation.Short(built.Call, built.Image, caller, reach.Policies), missing);
    }

    private static string NotReached(AccountId? account) =>
        account is null
            ? "which account deploys (`--account`)"
            : $"which policies reach account {account}, which is not in the organization";

    /// <param name="missing">What nobody told of the image itself; empty where its facts are those of the call.</param>
    private CallInput Asked(NamedImage image, CallInput call, out string missing)
    {
        missing = "";
        switch (image)
        {
            case ImageOfId named:
                var facts = known(named.Id) ?? named.Facts;
                var identified = call with { Image = named.Id };
                return facts is null ? identified : identified.WithImage(facts);
            case ImageOfOwner { Owner: ImageOfOwner.Self }:
                return call with { ImageOwner = call.Account ?? RequestSpace.UnnamedAccount };
            case ImageOfOwner looked:
                return call with { ImageOwner = looked.Owner };
            case ImageOfParameter parameter:
                var owner = OwnerOf(parameter.Name, RegionName.Parse(call.Region ?? ""));
                missing = owner is null ? $"which image the parameter `{parameter.Name}` names" : "";
                return call with { ImageOwner = owner };
            default:
                missing = (image as OpenImage)?.Missing ?? "which image it is";
                return call;
        }
    }

    private static string? OwnerOf(string parameter, RegionName region) =>
        PublicParameters.Of(parameter)?.OwnerIn(Partitions.Of(region));

    /// <summary>What is not known of the image keeps a "yes" from being one; a "no" holds whatever it is.</summary>
    private static ImageJudgement Answer(ImageJudgement unknown, Explanation explained, string missing)
    {
        var verdict = explained.Verdict;
        var isOpen = missing.Length > 0 && !verdict.IsDenied();
        var answer = unknown with
        {
            Verdict = isOpen ? CallVerdict.Unknown : verdict,
            Mark = explained.Mark,
            Owner = explained.Call.ImageOwner,
            Name = explained.ImageName,
            Missing = isOpen ? [missing] : [.. explained.MissingFacts, .. explained.DependsOn],
        };
        return verdict.IsDenied() || answer.Mark == AuditMark.Marked ? WithReason(answer, explained) : answer;
    }

    private static ImageJudgement WithReason(ImageJudgement answer, Explanation explained)
    {
        if (explained.Denied is { } denied)
        {
            var statement = denied.Decision.DecidingStatement;
            var conditions = statement?.Conditions.Select(c => $"{c.Operator} {c.Key}") ?? [];
            return answer with
            {
                Layer = denied.Decision.Layer.Name(),
                Statement = statement is null ? "no statement allows it" : statement.Sid ?? "",
                Condition = string.Join(", ", conditions),
            };
        }
        return answer with
        {
            Layer = "declarative_policy",
            Statement = DeclarativeAttributes.AllowedImagesSettings.Name,
            Condition = string.Join("; ", explained.Image?.Mismatches ?? []),
        };
    }
}

/// <summary>The policies that reach an account.</summary>
/// <param name="IsManagement">Service control policies do not reach it.</param>
public sealed record ReachingPolicies(PolicySet Policies, bool IsManagement);
