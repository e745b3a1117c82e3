namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>For how long a replay says what is launched now: what was launched since would not be seen.</summary>
public static class ReplayAge
{
    public static readonly TimeSpan Most = TimeSpan.FromDays(7);
}
