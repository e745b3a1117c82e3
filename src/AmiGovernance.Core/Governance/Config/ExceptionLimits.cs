namespace AmiGovernance.Core.Governance.Config;

/// <summary>What the exception-type table demands of one exception.</summary>
internal sealed record ExceptionLimits(int MaxDays, ExceptionType? Type, bool IsStrict)
{
    /// <summary>
    /// With a type or a configured maximum the limits are strict (errors). Without either, the longest duration of the table
    /// applies and only warns, so that files written before types existed still pass.
    /// </summary>
    public static ExceptionLimits Of(GovernanceConfig config, ExceptionAccount exception)
    {
        var type = exception.Type is { } name ? config.ExceptionTypes.GetValueOrDefault(name) : null;
        var days = type?.MaxDays ?? config.ExceptionTypes.Values.Max(t => t.MaxDays);
        return new ExceptionLimits(
            Math.Min(days, config.Policy.MaxExceptionDays ?? days),
            type,
            type is not null || config.Policy.MaxExceptionDays is not null
        );
    }
}
