using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>What the launches so far say about a request. Without anything to look at it says nothing.</summary>
internal static class UseChecks
{
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
        var asked = request.Request;
        if (use.Answer(asked.Account, null, null).State != AmiGovernance.Core.Features.Exceptions.UseState.Used)
            bag.Report(
                RequestDiagnostics.NoLaunch,
                request.At("account_id"),
                $"no launch of an image of account {asked.Account} was seen in {string.Join(" and ", use.Sources.Select(s => $"{s.Kind} `{s.File}`"))}",
                "an exception allows the images that the account owns, not those that it launches; check the account"
            );
        var named = asked.UsableBy.Append(asked.Account).Select(a => a.Value).ToHashSet(StringComparer.Ordinal);
        if (!asked.UsableBy.IsEmpty)
            foreach (
                var account in use
                    .Launches.Where(l => l.Owner == asked.Account.Value)
                    .Select(l => l.Account)
                    .Where(a => AccountId.IsValid(a) && !named.Contains(a))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
            )
                bag.Report(
                    RequestDiagnostics.NotNamed,
                    request.At("usable_by"),
                    $"account {account} launches images of {asked.Account} and is not among the accounts that may",
                    $"add it (`--usable-by {account}`), or tell its team that its launches will be denied"
                );
        var allowlist = Allowlist.Of(config, asOf);
        var covered = allowlist
            .Accounts.Concat(allowlist.ManagedServiceAccounts)
            .Append(asked.Account)
            .Select(a => a.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var owner in use
                .Launches.Where(l =>
                    l.Account == asked.Account.Value && AccountId.IsValid(l.Owner) && !covered.Contains(l.Owner)
                )
                .Select(l => l.Owner)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        )
            bag.Report(
                RequestDiagnostics.OtherOwner,
                request.At("account_id"),
                $"account {asked.Account} also launches images of {owner}, which this exception does not allow",
                $"images of {owner} need an exception of their own"
            );
    }
}
