using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>A finding of a backtest: launches in one account from the images of one owner, or from one image.</summary>
/// <param name="Account">Null when nobody knows whose launches these were.</param>
/// <param name="About">The owner of the images, or the id of the image.</param>
internal sealed record ReplayedLaunch(TriageEntry Entry, AccountId? Account, string About)
{
    /// <param name="entry">A finding of launches.</param>
    /// <param name="name">Its name without what all of these begin with: `ACCOUNT-ABOUT`. Null for another form.</param>
    public static ReplayedLaunch? Of(TriageEntry entry, string name)
    {
        if (name.Split('-', 2) is not [var account, var about])
            return null;
        return new ReplayedLaunch(entry, AccountId.TryParse(account, out var id) ? id : null, about);
    }

    public bool IsOpen => Entry.State == TriageState.Open;

    /// <summary>Null when the account is not known.</summary>
    public OpenViolation? Violation
    {
        get
        {
            if (Account is not { } account)
                return null;
            var what = $"finding {Entry.Finding}: {Decided}";
            return ImageId.TryParse(About, out var image)
                ? new OpenViolation(account, image, "", what)
                : new OpenViolation(account, null, About, what);
        }
    }

    public ReadingGap WithoutAccount(string folder) =>
        new($"{folder}/{Entry.FileName}", "the account of these launches is not known");

    private string Decided
    {
        get
        {
            if (Entry.Outcome is not { } outcome)
                return "nobody has decided on it";
            var ticket = Entry.Ticket.Length > 0 ? $" ({Entry.Ticket})" : "";
            return $"{outcome.Name()}, still open{ticket}";
        }
    }
}
