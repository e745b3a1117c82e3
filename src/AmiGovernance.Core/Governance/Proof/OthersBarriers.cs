using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// What ours permit, policies of others may deny or not allow: the guarantees that permit something are looked at below all policies that
/// reach the accounts, for each account, image and moment that they tell apart. The caller is an ordinary role.
/// </summary>
/// <param name="statements">Of the policies of others.</param>
internal sealed class OthersBarriers(
    ProofInput input,
    OrganizationIndex index,
    Authorization authorization,
    ImmutableArray<Statement> statements
)
{
    private readonly Partition partition = input.Config.Policy.Partition;
    private readonly WayThrough ways = new(authorization, statements);
    private readonly ToldApart told = new(statements, index);

    public GuaranteeResult Apply(GuaranteeResult result, ImmutableArray<AccountId> accounts)
    {
        if (result.Outcome != ProofOutcome.Proven)
            return result;
        var calls = result.Id switch
        {
            GuaranteeId.ListedImagesLaunch => Launches(accounts),
            GuaranteeId.CreatorsCreate => Creations(accounts),
            _ => [],
        };
        var barriers = calls.Select(call => (Call: call, Barrier: ways.Find(call))).Where(c => c.Barrier is not null);
        // What is denied for certain counts more than what may be.
        var worst = barriers.OrderBy(b => b.Barrier!.IsCertain ? 0 : 1).FirstOrDefault();
        if (worst.Barrier is { } barrier)
            return result with
            {
                Outcome = barrier.IsCertain ? ProofOutcome.Refuted : ProofOutcome.NotProven,
                Reason = Words(worst.Call, barrier),
            };
        return told.IsTooMuch ? result with { Outcome = ProofOutcome.NotProven, Reason = ToldApart.TooMuch } : result;
    }

    private string Words(Ec2Call call, Barrier barrier)
    {
        var what = $"{call.Action} to account {call.Account}";
        if (call.Time > input.Now)
            what += $" from {RequestSpace.Text(call.Time)} on";
        var depends = barrier.DependsOn.IsEmpty ? "" : $", depending on {string.Join(", ", barrier.DependsOn)}";
        var further = barrier.IsFurther ? " when it names further resources (key pairs, snapshots, …)" : "";
        return $"{Stops(call, barrier)} {what}{further}{depends}";
    }

    private string Stops(Ec2Call call, Barrier barrier)
    {
        if (barrier.Policy is { } policy)
        {
            var verb = barrier.Statement is { Effect: Effect.Allow } ? "allows" : "denies";
            return $"policy `{policy}` ({barrier.Statement?.Words}) {verb}";
        }
        var path = index.PathTo(call.Account.Value);
        var level = barrier.Level >= 0 && barrier.Level < path.Length ? $"on {path[barrier.Level]} " : "";
        return $"no policy {level}allows";
    }

    private IEnumerable<Ec2Call> Launches(ImmutableArray<AccountId> accounts) =>
        from moment in told.Moments(input.Now)
        from owner in input.NamedOwners.DistinctBy(o => (told.OfOwner(o.Owner, o.Account), Restricted(o.Owner)))
        from account in accounts
            .Where(a => input.MayLaunch(owner.Owner, owner.Account, a.Value, moment))
            .DistinctBy(told.OfAccount)
        from image in told.Images()
        from action in GuardedActions.Launch.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1)
        select Call(action, account, moment) with
        {
            ImageId = image,
            ImageOwner = owner.Owner,
            // An alias alone leaves open which account it is.
            ImageOwnerAccount = owner.Account == RequestSpace.UnnamedAccount ? null : owner.Account,
        };

    private string Restricted(string owner) => input.IsRestricted(owner) ? owner : "";

    private IEnumerable<Ec2Call> Creations(ImmutableArray<AccountId> accounts)
    {
        ImmutableArray<string> exports = input.Config.Policy.DenyContentExport ? GuardedActions.Export : [];
        var creators =
            from moment in told.Moments(input.Now)
            from account in accounts.Where(a => input.MayCreate(a.Value, moment))
            from action in GuardedActions.Creation
            select Call(action, account, moment);
        var sharers =
            from moment in told.Moments(input.Now)
            from account in accounts.Where(a => input.Sharers.Contains(a.Value))
            from image in told.Images()
            from action in GuardedActions.Sharing.Concat(exports)
            select Call(action, account, moment) with
            {
                ImageId = image,
                ImageOwner = account.Value,
                ImageOwnerAccount = account.Value,
            };
        return creators.Concat(sharers);
    }

    private Ec2Call Call(string action, AccountId account, DateTimeOffset moment) =>
        new()
        {
            Action = action,
            Account = account,
            PrincipalArn = $"arn:{partition.Name()}:iam::{account}:{PrincipalClasses.OrdinaryRole}",
            Partition = partition,
            Region = partition.AnyRegion(),
            Time = moment,
            Context = ImmutableSortedDictionary.CreateRange(index.KeysOf(account)),
        };
}
