using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Watch;

/// <summary>Whom AWS names for an account.</summary>
public interface IAccountContacts
{
    /// <summary>
    /// The mail address of the alternate contact for operations, as its owners wrote it; null when the account has none. Throws
    /// <see cref="AwsException"/> when AWS refuses or does not answer.
    /// </summary>
    /// <param name="account">Of the organization.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<string?> FindOperationsContact(AccountId account, CancellationToken cancel);
}
