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
/// <param name="management">The management account, which service control policies do not reach; null when it is not known.</param>
internal sealed class JudgeCalls(PolicySet policies, ImageOwners owners, AccountId? management, DateTimeOffset now)
{
    private readonly bool looksAtOwners =
        policies.Declarative is { State: not (null or AllowedImagesState.Disabled) }
        || policies.Statements.Any(s =>
            s.Statement.Conditions.Any(c => c.Key is "ec2:Owner" or "aws:ResourceAccount")
            && s.Statement.Actions.Any(a => GuardedActions.Launch.Any(l => Wildcard.Matches(a, l, ignoreCase: true)))
        );

    /// <summary>The dates on which the policies change by themselves: calls before and after one are decided apart.</summary>
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

    /// <summary>Null when both layers allow; else what denies, by layer and statement: both layers where both do.</summary>
    public (Verdict Verdict, ImmutableArray<string> DeniedBy)? Judge(ReportedCalls calls)
    {
        var key = calls.Key;
        if (key.Kind == CallKind.Launch && calls.Owner == ImageOwners.Unknown && looksAtOwners)
            return (Verdict.Undecided, []);
        var facts = Facts(calls);
        var call = new Ec2Call
        {
            Action = key.Action,
            Account = AccountId.IsValid(key.Account) ? key.Account : "000000000000",
            PrincipalArn = key.Principal,
            Region = key.Region,
            // Within a period the policies decide alike; an age of images may be passed on the way, which the last call tells.
            Time = calls.Last ?? now,
            ImageId = key.Image.Length > 0 ? key.Image : null,
            ImageOwner = facts?.IamOwner,
            ImageOwnerAccount = facts is { OwnerId.Length: > 0 } ? facts.OwnerId : null,
            ImageIsPublic = facts?.IsPublic,
        };
        var caller = new Caller(
            management is { } account && account.Value == key.Account,
            PrincipalNames.IsServiceLinkedRole(key.Principal)
                || !key.Principal.StartsWith("arn:", StringComparison.Ordinal)
        );
        var denied = call.Questions()
            .Select(request => policies.Decide(request, caller))
            .Where(d => d.Outcome != Outcome.Allowed)
            .Take(1)
            .Select(d => $"service control policy: {d.DecidingStatement?.Sid ?? "no statement allows it"}")
            .ToImmutableArray();
        var image = policies.DecideImage(call, facts)?.Verdict;
        if (image is ImageVerdict.Denied or ImageVerdict.MarkedOnly)
            denied = denied.Add("declarative policy: allowed images");
        return denied.IsEmpty
            ? null
            : (denied.Length == 1 && image == ImageVerdict.MarkedOnly ? Verdict.Marked : Verdict.Denied, denied);
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
