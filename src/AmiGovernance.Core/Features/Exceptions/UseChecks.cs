using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>What the launches so far say about a request. Without anything to look at it says nothing.</summary>
internal sealed class UseChecks(LocatedRequest request, ImageUse use, DiagnosticBag bag)
{
    private readonly ExceptionRequest asked = request.Request;

    public static void Run(
        LocatedRequest request,
        GovernanceConfig config,
        ImageUse use,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        if (!use.Looked)
            return;
        var checks = new UseChecks(request, use, bag);
        checks.CheckLaunched();
        checks.CheckLaunchers();
        checks.CheckOtherOwners(Allowlist.Of(config, asOf));
    }

    private void CheckLaunched()
    {
        if (use.Answer(asked.Account, null, null).State == UseState.Used)
            return;
        var sources = string.Join(" and ", use.Sources.Select(s => $"{s.Kind} `{s.File}`"));
        bag.Report(
            RequestDiagnostics.NoLaunch,
            request.At("account_id"),
            $"no launch of an image of account {asked.Account} was seen in {sources}",
            "an exception allows the images that the account owns, not those that it launches; check the account"
        );
    }

    private void CheckLaunchers()
    {
        // Nobody is named: the whole organization may.
        if (asked.UsableBy.IsEmpty)
            return;
        var launchers = use.Launches.Where(l => l.Owner == asked.Account.Value).Select(l => l.Account);
        foreach (var account in Except(launchers, asked.UsableBy.Append(asked.Account)))
            bag.Report(
                RequestDiagnostics.NotNamed,
                request.At("usable_by"),
                $"account {account} launches images of {asked.Account} and is not among the accounts that may",
                $"add it ({SuggestedCommand.Of($"--usable-by {account.Value}")}), or tell its team that its launches will be denied"
            );
    }

    private void CheckOtherOwners(Allowlist allowlist)
    {
        var allowed = allowlist.Accounts.Concat(allowlist.ManagedServiceAccounts).Append(asked.Account);
        var owners = use.Launches.Where(l => l.Account == asked.Account.Value).Select(l => l.Owner);
        foreach (var owner in Except(owners, allowed))
            bag.Report(
                RequestDiagnostics.OtherOwner,
                request.At("account_id"),
                $"account {asked.Account} also launches images of {owner}, which this exception does not allow",
                $"images of {owner} need an exception of their own"
            );
    }

    /// <summary>Accounts by their number; what is recorded and no account, such as an alias, is left out.</summary>
    private static IEnumerable<AccountId> Except(IEnumerable<string> recorded, IEnumerable<AccountId> known) =>
        recorded.Where(text => AccountId.IsValid(text)).Select(AccountId.Parse).Except(known).Order();
}
