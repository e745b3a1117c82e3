using System.Collections.Immutable;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Reminders;

/// <summary>A reminder that is due for an exception.</summary>
/// <param name="DaysBefore">Which of the reminders: the days before the end that it belongs to.</param>
/// <param name="DaysLeft">From today; 0 or less when it has ended.</param>
internal sealed record DueReminder(ExceptionAccount Exception, DateOnly End, int DaysBefore, int DaysLeft)
{
    /// <summary>Where its request stands; null for one without.</summary>
    public CaseStatus? Request { get; init; }

    /// <summary>
    /// The one reminder that counts now: when a run was missed, the latest that is due takes the place of those before. Null when the
    /// end is still too far away, or there is none.
    /// </summary>
    public static DueReminder? Of(ExceptionAccount exception, ImmutableArray<int> daysBefore, DateOnly asOf)
    {
        if (exception.ExpiresOn is not { } end)
            return null;
        var left = end.DayNumber - asOf.DayNumber;
        var due = daysBefore.Where(d => left <= d).ToList();
        return due.Count == 0 ? null : new DueReminder(exception, end, due.Min(), left);
    }
}
