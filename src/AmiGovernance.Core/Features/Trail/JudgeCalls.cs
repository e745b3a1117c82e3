using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>Replays recorded calls through a set of policies.</summary>
/// <param name="management">
/// The management account, which service control policies do not reach; null when it is not known.
/// </param>
internal sealed class JudgeCalls(PolicySet policies, ImageOwners owners, AccountId? management, DateTimeOffset now)
{
    /// <summary>
    /// Of calls whose record names none: no policy names it, so that they are decided as those of a stranger.
    /// </summary>
    private static readonly AccountId NoAccount = AccountId.Parse("000000000000");

    private static readonly string[] OwnerKeys = ["ec2:Owner", "aws:ResourceAccount"];

    private readonly bool looksAtOwners =
        HasAllowedImages(policies) || policies.Statements.Any(s => IsOnOwners(s.Statement));

    /// <summary>
    /// The dates on which the policies change by themselves: calls before and after one are decided apart.
    /// </summary>
    public static ImmutableArray<DateTimeOffset> Boundaries(PolicySet policies) =>
        [
            .. policies
                .Statements.SelectMany(s => s.Statement.Conditions)
                .Where(c => c.Key.Equals("aws:CurrentTime", StringComparison.OrdinalIgnoreCase))
                .SelectMany(c => c.Values)
                .Select(v => ValueOperator.TryDate(v, out var date) ? date : (DateTimeOffset?)null)
                .OfType<DateTimeOffset>()
                .Distinct()
                .Order(),
        ];

    /// <summary>
    /// Null when both layers allow; else what denies, by layer and statement: both layers where both do.
    /// </summary>
    public Judgement? Judge(ReportedCalls calls)
    {
        if (calls.Key.Kind == CallKind.Launch && calls.Owner == ImageOwners.Unknown && looksAtOwners)
            return new Judgement(Verdict.Undecided, []);

        var facts = Facts(calls);
        var call = CallOf(calls, facts);
        var byStatement = DeniedBy(call, CallerOf(calls.Key));
        var image = policies.DecideImage(call, facts)?.Verdict;
        if (image is not (ImageVerdict.Denied or ImageVerdict.MarkedOnly))
            return byStatement is null ? null : new Judgement(Verdict.Denied, [byStatement]);

        const string ByImages = "declarative policy: allowed images";
        if (byStatement is not null)
            return new Judgement(Verdict.Denied, [byStatement, ByImages]);
        return new Judgement(image == ImageVerdict.MarkedOnly ? Verdict.Marked : Verdict.Denied, [ByImages]);
    }

    private static bool HasAllowedImages(PolicySet policies) =>
        policies.Declarative is { State: not (null or AllowedImagesState.Disabled) };

    private static bool IsOnOwners(Statement statement) =>
        statement.Conditions.Any(c => OwnerKeys.Contains(c.Key)) && statement.Actions.Any(IsOnLaunches);

    private static bool IsOnLaunches(string action) =>
        GuardedActions.Launch.Any(launch => Wildcard.Matches(action, launch, ignoreCase: true));

    /// <summary>The service control policy that denies; null when none does.</summary>
    private string? DeniedBy(Ec2Call call, Caller caller)
    {
        foreach (var request in call.Questions())
        {
            var decision = policies.Decide(request, caller);
            if (decision.Outcome != Outcome.Allowed)
                return $"service control policy: {decision.DecidingStatement?.Sid ?? "no statement allows it"}";
        }
        return null;
    }

    private Caller CallerOf(TrailKey key)
    {
        var isService =
            PrincipalNames.IsServiceLinkedRole(key.Principal)
            || !key.Principal.StartsWith("arn:", StringComparison.Ordinal);
        return new Caller(management?.Value == key.Account, isService);
    }

    private Ec2Call CallOf(ReportedCalls calls, ImageFacts? facts)
    {
        var key = calls.Key;
        // A record whose Region is none is decided as in any Region: generated policies look at none.
        if (!RegionName.TryParse(key.Region, out var region))
            region = Partition.Aws.AnyRegion();

        var hasAccount = AccountId.TryParse(key.Account, out var account);
        return new Ec2Call
        {
            Action = key.Action,
            Account = hasAccount ? account : NoAccount,
            PrincipalArn = key.Principal,
            Partition = Partitions.OfArn(key.Principal) ?? Partitions.Of(region),
            Region = region,
            // Within a period the policies decide alike; an age of images may be passed on the way, which the last call tells.
            Time = calls.Last ?? now,
            ImageId = key.Image.Length > 0 ? key.Image : null,
            ImageOwner = facts?.IamOwner,
            ImageOwnerAccount = facts is { OwnerId.Length: > 0 } ? facts.OwnerId : null,
            ImageIsPublic = facts?.IsPublic,
        };
    }

    private ImageFacts? Facts(ReportedCalls calls)
    {
        // A new image is the caller's.
        if (calls.Key.Kind == CallKind.Creation)
            return new ImageFacts(calls.Key.Account, null);
        if (owners.Find(calls.Key.Image) is { } known)
            return known;
        return AccountId.IsValid(calls.Owner) ? new ImageFacts(calls.Owner, null) { ImageId = calls.Key.Image } : null;
    }
}
