using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
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

    /// <summary>What is wrong with the contacts, by the last question; null for nothing.</summary>
    public WatchCondition? Trouble { get; private set; }

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
        foreach (var text in concerned.Where(members.ContainsKey).Take(MostAsked))
            if (AccountId.TryParse(text, out var account) && await Find(aws, account, cancel) is { } address)
                found = found.SetItem(text, address);
        return found;
    }

    private async Task<string?> Find(IAccountContacts contacts, AccountId account, CancellationToken cancel)
    {
        if (known.TryGetValue(account, out var before) && time.GetUtcNow() - before.At < Stays)
            return before.Address;
        try
        {
            var address = await contacts.FindOperationsContact(account, cancel);
            // Its owners wrote it: it must be an address and nothing else.
            var usable = address is not null && MailAddress.IsValid(address.Trim()) ? address.Trim() : null;
            known[account] = (time.GetUtcNow(), usable);
            Trouble = address is null || usable is not null ? null : Unusable(account);
            return usable;
        }
        catch (AwsException e)
        {
            Trouble = NotTold(account, e);
            return before.Address;
        }
    }

    private static WatchCondition Unusable(AccountId account) =>
        new(
            "contacts",
            PlainText.Of($"the contact for operations of {account.Value} has no mail address that can be written to"),
            PlainText.Of($"its owners set it in AWS Account Management; until then it is not told\n")
        );

    private static WatchCondition NotTold(AccountId account, AwsException e) =>
        new(
            "contacts",
            PlainText.Of($"contacts of accounts cannot be had: they are not told"),
            PlainText.Of($"{account.Value}: {e.Failure.Summary}\n")
        );
}
