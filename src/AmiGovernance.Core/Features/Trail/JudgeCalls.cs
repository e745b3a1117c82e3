using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
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

    /// <summary>
    /// The dates on which the policies change by themselves: calls before and after one are decided apart.
    /// </summary>
    public static ImmutableArray<DateTimeOffset> Boundaries(PolicySet policies) =>
        [
            .. policies
                .Statements.SelectMany(s => s.Statement.Conditions)
                .Where(c => ConditionKey.Of(c.Key) == ConditionKey.Of("aws:CurrentTime"))
                .SelectMany(c => c.Values)
                .Select(v => ValueOperator.TryDate(v, out var date) ? date : (DateTimeOffset?)null)
                .OfType<DateTimeOffset>()
                .Distinct()
                .Order(),
        ];

    /// <summary>What enforcement decides by, where the policies leave that out; null where they hold it, or nobody knows.</summary>
    public PolicySet? Enforced { get; init; }

    /// <summary>
    /// Null when both layers allow; else what denies, by layer and statement: both layers where both do. Where it depends on what no
    /// record tells, that is named instead.
    /// </summary>
    public Judgement? Judge(ReportedCalls calls)
    {
        var now = Judge(calls, policies);
        var isOnImage = calls.Key.Kind == CallKind.Launch || CopySource.IsCopy(calls.Key);
        if (Enforced is null || !isOnImage || now is { Verdict: Verdict.Denied })
            return now;
        var then = Judge(calls, Enforced);
        return then is { Verdict: Verdict.Denied } ? then with { Verdict = Verdict.Marked } : now ?? then;
    }

    private Judgement? Judge(ReportedCalls calls, PolicySet by)
    {
        var facts = Facts(calls);
        var explained = Explanation.Short(CallOf(calls, facts), facts, CallerOf(calls.Key), by);
        // Audit mode lets the call pass, and whether it marks the image may not be known.
        var isOpen = !explained.IsAllowed || explained.Mark == AuditMark.Unknown;
        if (!explained.Verdict.IsDenied() && isOpen)
            return new Judgement(Verdict.Undecided, [])
            {
                DependsOn = explained.IsAllowed
                    ? explained.Image?.MissingFacts ?? []
                    : explained.MissingFacts.AddRange(explained.DependsOn),
            };

        ImmutableArray<string> deniedBy = [.. Denying(explained)];
        if (deniedBy.IsEmpty)
            return null;
        return new Judgement(explained.Verdict.IsDenied() ? Verdict.Denied : Verdict.Marked, deniedBy);
    }

    /// <summary>Both layers where both deny; in audit mode the images that are marked.</summary>
    private static IEnumerable<string> Denying(Explanation explained)
    {
        if (explained.Denied is { } denied)
            yield return $"service control policy: {denied.Decision.DecidingStatement?.Sid ?? "no statement allows it"}";
        if (explained.Image?.Verdict is ImageVerdict.Denied or ImageVerdict.MarkedOnly)
            yield return Judgement.By(DeclarativeAttributes.AllowedImagesSettings);
        if (explained.RefusedFor is { } attribute)
            yield return Judgement.By(attribute);
    }

    private Caller CallerOf(TrailKey key)
    {
        var isService = PrincipalArn.IsServiceLinkedRole(key.Principal) || PrincipalNames.IsService(key.Principal);
        return new Caller(management?.Value == key.Account, isService);
    }

    private Ec2Call CallOf(ReportedCalls calls, ImageFacts? facts)
    {
        var key = calls.Key;
        // A record whose Region is none is decided as in any Region: generated policies look at none.
        if (!RegionName.TryParse(key.Region, out var region))
            region = Partition.Aws.AnyRegion();

        var hasAccount = AccountId.TryParse(key.Account, out var account);
        var partition = Partitions.OfArn(key.Principal) ?? Partitions.Of(region);
        var template = LaunchedTemplate.Parse(key.Image);
        var caller = key.Caller;
        var image = CopySource.IsCopy(key) ? CopySource.Of(key) : key.Image;
        return new Ec2Call
        {
            Action = WatchedCalls.Judged(key.Action),
            Account = hasAccount ? account : NoAccount,
            PrincipalArn = caller,
            Session = caller == key.Principal ? null : key.Principal,
            Partition = partition,
            Region = region,
            // Within a period the policies decide alike, on the ages of images too (SplitByAge).
            Time = calls.Last ?? now,
            ImageId = CallImages.IsImage(image) ? image : null,
            NamedResources = template is null ? [] : NamedBy(template.Value, partition, key),
            ImageOwner = facts?.IamOwner,
            ImageOwnerAccount = facts is { OwnerId.Length: > 0 } ? facts.OwnerId : null,
            ImageIsPublic = facts?.IsPublic,
            SharesPublicly = SharesPublicly(key),
            IsWithoutImage = key is { Image: "", Detail: CallImages.None },
        };
    }

    private static bool? SharesPublicly(TrailKey key) =>
        key.Kind == CallKind.Sharing ? SharedWith.IsPublic(key.Detail) : null;

    /// <summary>EC2 authorizes a launch from a template on the template, too; by its name the ARN is not known.</summary>
    private static ImmutableArray<string> NamedBy(LaunchedTemplate template, Partition partition, TrailKey key) =>
        template.Template.StartsWith("lt-", StringComparison.Ordinal)
            ? [$"arn:{partition.Name()}:ec2:{key.Region}:{key.Account}:launch-template/{template.Template}"]
            : [];

    private ImageFacts? Facts(ReportedCalls calls)
    {
        if (CopySource.IsCopy(calls.Key))
            return Facts(CopySource.Of(calls.Key), calls.SourceOwner);
        // Any other new image is the caller's.
        return calls.Key.Kind == CallKind.Creation
            ? new ImageFacts(calls.Key.Account, null)
            : Facts(calls.Key.Image, calls.Owner);
    }

    /// <summary>Null when the image's owner is not known.</summary>
    private ImageFacts? Facts(string image, string owner)
    {
        if (owners.Find(image) is { } known)
            return known;
        return AccountId.IsValid(owner) ? new ImageFacts(owner, null) { ImageId = image } : null;
    }
}
