using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>An exception whose end is known; only such a one can be in policies.</summary>
/// <param name="ExpiresOn">The first day (UTC) without the exception.</param>
public sealed record DatedException(ExceptionAccount Entry, DateOnly ExpiresOn)
{
    public AccountId AccountId => Entry.AccountId;

    public bool MayCreateImages => Entry.MayCreateImages;

    public ImmutableArray<AccountId> UsableBy => Entry.UsableBy;

    /// <summary>The first moment (UTC) without the exception.</summary>
    public DateTimeOffset End => new(ExpiresOn.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Whether an account may launch its images; without `usable_by` every account may.</summary>
    /// <param name="account">An account id, or another text for an account that no document names.</param>
    public bool IsUsableBy(string? account) =>
        UsableBy.IsEmpty || account == AccountId.Value || UsableBy.Any(user => user.Value == account);

    /// <summary>Null when the end is missing, malformed or permanent: such an exception counts as expired.</summary>
    public static DatedException? Of(ExceptionAccount entry) =>
        entry.ExpiresOn is { } end ? new DatedException(entry, end) : null;
}
