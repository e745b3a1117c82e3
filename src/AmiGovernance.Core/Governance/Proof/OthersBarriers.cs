using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// What ours permit, policies of others may deny: the guarantees that permit something are looked at below all policies that reach
/// the accounts. The caller is an ordinary role.
/// </summary>
internal sealed class OthersBarriers(
    ProofInput input,
    OrganizationIndex index,
    Authorization authorization,
    ImmutableArray<Statement> statements
)
{
    private readonly Partition partition = input.Config.Policy.Partition;
    private readonly WayThrough ways = new(authorization, statements);

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
        var barriers = calls.Select(call => (call, Barrier: ways.Find(call))).Where(c => c.Barrier is not null);
        // What is denied for certain counts more than what may be.
        var worst = barriers.OrderBy(b => IsCertain(b.Barrier!) ? 0 : 1).FirstOrDefault();
        if (worst.Barrier is not { } barrier)
            return result;
        return result with
        {
            Outcome = IsCertain(barrier) ? ProofOutcome.Refuted : ProofOutcome.NotProven,
            Reason = Words(worst.call, barrier),
        };
    }

    private static bool IsCertain(Barrier barrier) => barrier.Keys.IsEmpty && !barrier.IsFurther;

    private static string Words(Ec2Call call, Barrier barrier)
    {
        var what = $"{call.Action} to account {call.Account}";
        var words =
            $"policy `{barrier.Decision.Policy?.Name}` ({barrier.Decision.DecidingStatement?.Words}) denies {what}";
        if (barrier.IsFurther)
            words += " when it names further resources (volumes, key pairs, …)";
        return barrier.Keys.IsEmpty ? words : $"{words}, depending on {string.Join(", ", barrier.Keys)}";
    }

    private IEnumerable<Ec2Call> Launches(ImmutableArray<AccountId> accounts) =>
        from account in Asks("aws:Principal", "aws:ResourceAccount") ? accounts : accounts.Take(1)
        from owner in Asks("ec2:Owner", "aws:ResourceAccount") ? Owners(account) : Owners(account).Take(1)
        select Call("ec2:RunInstances", account) with
        {
            ImageId = Place.AnyImageId,
            ImageOwner = owner.Owner,
            ImageOwnerAccount = owner.Account,
        };

    private IEnumerable<(string Owner, string Account)> Owners(AccountId account) =>
        input.NamedOwners.Where(o => input.MayLaunch(o.Owner, o.Account, account.Value, input.Now));

    private IEnumerable<Ec2Call> Creations(ImmutableArray<AccountId> accounts) =>
        accounts
            .Where(a => input.MayCreate(a.Value, input.Now))
            .SelectMany(a => GuardedActions.Creation.Select(action => Call(action, a)))
            .Concat(
                accounts
                    .Where(a => input.Sharers.Contains(a.Value))
                    .SelectMany(a => GuardedActions.Sharing.Select(action => OnOwnImage(Call(action, a))))
            );

    private static Ec2Call OnOwnImage(Ec2Call call) =>
        call with
        {
            ImageId = Place.AnyImageId,
            ImageOwner = call.Account.Value,
            ImageOwnerAccount = call.Account.Value,
        };

    private Ec2Call Call(string action, AccountId account) =>
        new()
        {
            Action = action,
            Account = account,
            PrincipalArn = $"arn:{partition.Name()}:iam::{account}:{PrincipalClasses.OrdinaryRole}",
            Partition = partition,
            Region = partition.AnyRegion(),
            Time = input.Now,
            Context = ImmutableSortedDictionary.CreateRange(index.KeysOf(account)),
        };

    /// <summary>Whether a policy looks at keys that begin like one of these, in conditions or by variables.</summary>
    private bool Asks(params string[] keys) =>
        statements.Any(s =>
            keys.Any(k =>
                s.Conditions.Any(c =>
                    c.Key.StartsWith(k, StringComparison.OrdinalIgnoreCase)
                    || c.Values.Any(v => v.Contains(k, StringComparison.OrdinalIgnoreCase))
                )
            )
        );
}
