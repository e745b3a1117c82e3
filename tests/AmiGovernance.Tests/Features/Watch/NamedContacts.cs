using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>The contacts for operations, by account.</summary>
internal sealed class NamedContacts(IReadOnlyDictionary<string, string> addresses) : IAccountContacts
{
    public List<string> Asked { get; } = [];

    /// <summary>Why AWS refuses; null when it does not.</summary>
    public AwsFailure? Failure { get; set; }

    /// <summary>The one account for which AWS refuses; null for all.</summary>
    public string? FailsFor { get; set; }

    public Task<string?> FindOperationsContact(AccountId account, CancellationToken cancel)
    {
        Asked.Add(account.Value);
        if (Failure is { } failure && (FailsFor ?? account.Value) == account.Value)
            throw new AwsException(failure);
        return Task.FromResult(addresses.GetValueOrDefault(account.Value));
    }
}
