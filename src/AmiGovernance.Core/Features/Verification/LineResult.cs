namespace AmiGovernance.Core.Features.Verification;

/// <summary>How a line ended, the better first.</summary>
public enum LineResult
{
    AsExpected,

    /// <summary>Somebody chose not to ask, such as for real launches.</summary>
    NotAsked,

    /// <summary>The layer does not reach the account, so there is nothing to expect.</summary>
    NotApplicable,

    /// <summary>Could not be found out, or the answer shows nothing of our policies.</summary>
    NotChecked,

    NotAsExpected,
}
