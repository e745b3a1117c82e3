using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Watch.Denials;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Whom to tell of what concerns an account. Asked once a day for each account.</summary>
/// <param name="aws">Null where contacts are not told.</param>
/// <param name="organization">Its accounts: AWS tells of no others.</param>
/// <param name="time">The time.</param>
internal sealed class AccountContacts(IAccountContacts? aws, AccountNames organization, TimeProvider time)
{
    private static readonly TimeSpan Stays = TimeSpan.FromDays(1);

    /// <summary>AWS takes few of these calls a second; a burst of denials is one team's, not a thousand teams'.</summary>
    private const int MostAsked = 100;

    private readonly Dictionary<AccountId, (DateTimeOffset At, string? Address)> known = [];

    /// <summary>What was wrong with the contact of an account when it was asked for last.</summary>
    private readonly Dictionary<AccountId, (DateTimeOffset At, PlainText Text)> troubles = [];

    /// <summary>What was wrong with contacts in the last day, account by account; null for nothing.</summary>
    public WatchCondition? Trouble
    {
        get
        {
            var lines = troubles.Values.Where(t => IsFresh(t.At)).Select(t => t.Text).ToList();
            return lines.Count == 0
                ? null
                : new WatchCondition(
                    "contacts",
                    PlainText.Of($"the owners of {Quantity.Of(lines.Count, "account")} were not told"),
                    PlainText.Concat(lines)
                ).ByDetails();
        }
    }

    /// <summary>Mail addresses by account; accounts without a contact, and those of others, are left out.</summary>
    /// <param name="news">What happened.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<ImmutableDictionary<string, string>> Of(IEnumerable<WatchNews> news, CancellationToken cancel)
    {
        var found = ImmutableDictionary<string, string>.Empty;
        var concerned = news.SelectMany(n => n.Accounts).Distinct().ToList();
        if (aws is null || concerned.Count == 0)
            return found;
        var members = await organization.Read(cancel);
        var asked = 0;
        foreach (var text in concerned.Where(members.ContainsKey))
        {
            if (!AccountId.TryParse(text, out var account))
                continue;
            if (!IsKnown(account) && ++asked > MostAsked)
                troubles[account] = (time.GetUtcNow(), NotAsked(account));
            else if (await Find(aws, account, cancel) is { } address)
                found = found.SetItem(text, address);
        }
        return found;
    }

    private bool IsKnown(AccountId account) => known.TryGetValue(account, out var before) && IsFresh(before.At);

    private bool IsFresh(DateTimeOffset at) => time.GetUtcNow() - at < Stays;

    private async Task<string?> Find(IAccountContacts contacts, AccountId account, CancellationToken cancel)
    {
        if (known.TryGetValue(account, out var before) && IsFresh(before.At))
            return before.Address;
        try
        {
            var address = await contacts.FindOperationsContact(account, cancel);
            // Its owners wrote it: it must be an address and nothing else.
            var usable = address is not null && MailAddress.IsValid(address.Trim()) ? address.Trim() : null;
            known[account] = (time.GetUtcNow(), usable);
            troubles.Remove(account);
            if (address is not null && usable is null)
                troubles[account] = (time.GetUtcNow(), Unusable(account));
            return usable;
        }
        catch (AwsException e)
        {
            troubles[account] = (time.GetUtcNow(), PlainText.Of($"{account.Value}: {e.Failure.Summary}\n"));
            return before.Address;
        }
    }

    private static PlainText Unusable(AccountId account) =>
        PlainText.Of(
            $"{account.Value}: the contact for operations, which its owners set in AWS Account Management, has no mail address\n"
        );

    private static PlainText NotAsked(AccountId account) =>
        PlainText.Of(
            $"{account.Value}: not asked for, for so much happened that {MostAsked} other accounts came first\n"
        );
}
