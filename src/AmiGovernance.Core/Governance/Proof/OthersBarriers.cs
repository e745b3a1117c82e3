using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// What ours permit, policies of others may deny or not allow: the guarantees that permit something are looked at below all policies that
/// reach the accounts, for each account, image and moment that they tell apart. The caller is an ordinary role, or an exempt principal
/// where the guarantee is about these.
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
        told.Begin();
        var calls = result.Id switch
        {
            GuaranteeId.ListedImagesLaunch => Launches(accounts),
            GuaranteeId.CreatorsCreate => Creations(accounts).Concat(RoleCreations(accounts)),
            GuaranteeId.BreakGlassWorks => Emergencies(accounts),
            GuaranteeId.NamedRolesRestore => Restores(accounts),
            _ => null,
        };
        if (calls is null)
            return result;
        var barriers = calls.Select(call => (Call: call, Barrier: ways.Find(call))).Where(c => c.Barrier is not null);
        // What is denied for certain counts more than what may be.
        var worst = barriers.OrderBy(b => b.Barrier!.IsCertain ? 0 : 1).FirstOrDefault();
        if (worst.Barrier is { } barrier)
            return result with
            {
                Outcome = barrier.IsCertain ? ProofOutcome.Refuted : ProofOutcome.NotProven,
                Reason = Words(worst.Call, barrier),
            };
        return told.TooMuch is { } reason ? result with { Outcome = ProofOutcome.NotProven, Reason = reason } : result;
    }

    private string Words(Ec2Call call, Barrier barrier)
    {
        var isOrdinary = PrincipalArn.Resource(call.PrincipalArn) == PrincipalClasses.OrdinaryRole;
        var caller = isOrdinary ? $"account {call.Account}" : call.PrincipalArn;
        var what = $"{call.Action} to {caller}";
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
        from owner in input.NamedOwners.DistinctBy(o =>
            (told.OfOwner(o.Owner, o.Account), Standing(o.Owner, o.Account))
        )
        from account in accounts
            .Where(a => input.MayLaunch(owner.Owner, owner.Account, a.Value, moment))
            .DistinctBy(told.OfAccount)
        from image in told.Images()
        from action in GuardedActions.Launch.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1)
        select On(Call(action, account, moment), image, owner);

    /// <summary>Equal for owners that look alike whose images the same accounts may launch at the same times.</summary>
    private (string Restricted, DateTimeOffset? End) Standing(string owner, string account)
    {
        var exception = input.ExceptionOf(ProofInput.ListedAs(owner, account));
        return (exception is { UsableBy.IsEmpty: false } ? exception.AccountId.Value : "", exception?.End);
    }

    private static Ec2Call On(Ec2Call call, string image, (string Owner, string Account) owner) =>
        call with
        {
            ImageId = image,
            ImageOwner = owner.Owner,
            // An alias alone leaves open which account it is.
            ImageOwnerAccount = owner.Account == RequestSpace.UnnamedAccount ? null : owner.Account,
        };

    private IEnumerable<Ec2Call> Creations(ImmutableArray<AccountId> accounts)
    {
        var creators =
            from moment in told.Moments(input.Now)
            from account in accounts.Where(a => input.MayCreate(a.Value, moment))
            from action in GuardedActions.Creation
            select Call(action, account, moment);
        var sharers =
            from moment in told.Moments(input.Now)
            from account in accounts.Where(a => input.Sharers.Contains(a.Value))
            from image in told.Images()
            from action in SharingAndExport
            select On(Call(action, account, moment), image, Own(account));
        return creators.Concat(sharers);
    }

    private IEnumerable<string> SharingAndExport =>
        GuardedActions.Sharing.Concat(input.Config.Policy.DenyContentExport ? GuardedActions.Export : []);

    private static (string Owner, string Account) Own(AccountId account) => (account.Value, account.Value);

    private IEnumerable<Ec2Call> RoleCreations(ImmutableArray<AccountId> accounts) =>
        from call in CallsOf(input.CreationRoles, accounts)
        from action in GuardedActions.Creation
        select call with
        {
            Action = action,
        };

    /// <summary>Images of every owner, for nothing of ours binds these principals.</summary>
    private IEnumerable<Ec2Call> Emergencies(ImmutableArray<AccountId> accounts)
    {
        var owners = input
            .NamedOwners.Prepend((Owner: RequestSpace.UnnamedAccount, Account: RequestSpace.UnnamedAccount))
            .DistinctBy(o => told.OfOwner(o.Owner, o.Account))
            .ToList();
        foreach (var call in CallsOf(input.BreakGlass, accounts))
        {
            foreach (var action in GuardedActions.Creation)
                yield return call with
                {
                    Action = action,
                };
            foreach (var image in told.Images())
            {
                foreach (var action in SharingAndExport)
                    yield return On(call with { Action = action }, image, Own(call.Account));
                foreach (var (action, owner) in GuardedActions.Launch.SelectMany(a => owners.Select(o => (a, o))))
                    yield return On(call with { Action = action }, image, owner);
            }
        }
    }

    private IEnumerable<Ec2Call> Restores(ImmutableArray<AccountId> accounts) =>
        from call in CallsOf(input.RestoreRoles, accounts)
        from image in told.Images()
        from action in GuardedActions.Launch
        select On(call with { Action = action }, image, Own(call.Account));

    /// <summary>
    /// A call of no action by each principal that the policies tell apart, by its account's own images too, at each moment.
    /// </summary>
    private IEnumerable<Ec2Call> CallsOf(ImmutableArray<string> exempt, ImmutableArray<AccountId> accounts)
    {
        var callers = accounts
            .SelectMany(account =>
                told.Principals(account, partition, exempt).Select(arn => (Account: account, Arn: arn))
            )
            .DistinctBy(c => (told.OfCaller(c.Account, c.Arn), told.OfOwner(c.Account.Value, c.Account.Value)))
            .ToList();
        return from moment in told.Moments(input.Now)
            from caller in callers
            select Call("", caller.Account, moment) with
            {
                PrincipalArn = caller.Arn,
            };
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
