namespace AmiGovernance.Core.Governance.Config;

/// <summary>Where an exception stands on a given day.</summary>
public enum ExceptionState
{
    Active,
    Expiring,
    Expired,
}

/// <summary>
/// DaysLeft: whole days until the first day without the exception; 0 or less means it has ended, null that there is no
/// readable end. TotalDays: from approval to end, null without an approval date.
/// </summary>
public sealed record ExceptionStatus(ExceptionAccount Exception, ExceptionState State, int? DaysLeft, int? TotalDays)
{
    /// <summary>The share of the exception's time that has passed, 0 to 1; null without an approval date.</summary>
    public double? UsedShare =>
        DaysLeft is { } left && TotalDays is > 0 and { } total
            ? Math.Clamp((total - left) / (double)total, 0, 1)
            : null;

    /// <summary>An exception is active while the day (UTC) is before `expires_on`. Without a readable end it counts as expired.</summary>
    public static ExceptionStatus Of(ExceptionAccount exception, DateOnly asOf, int warningDays)
    {
        var left = exception.ExpiresOn is { } end ? end.DayNumber - asOf.DayNumber : (int?)null;
        return new ExceptionStatus(exception, StateOf(left, warningDays), left, Length(exception));
    }

    private static ExceptionState StateOf(int? daysLeft, int warningDays)
    {
        if (daysLeft is null or <= 0)
            return ExceptionState.Expired;
        return daysLeft <= warningDays ? ExceptionState.Expiring : ExceptionState.Active;
    }

    /// <summary>Days from approval to the end.</summary>
    public static int? Length(ExceptionAccount exception) =>
        exception is { ExpiresOn: { } end, ApprovalDate: { } approved } ? end.DayNumber - approved.DayNumber : null;
}
