using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Which AWS services an organization trusts, and who administers them. Every method throws <see cref="AwsException"/> when AWS refuses
/// or does not answer.
/// </summary>
public interface IServiceAccessReader
{
    /// <summary>The principals of the services with trusted access, such as `ec2.amazonaws.com`.</summary>
    Task<ImmutableArray<string>> ListAWSServiceAccessForOrganization(CancellationToken cancel);

    /// <param name="servicePrincipal">Such as `ec2.amazonaws.com`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<AccountId>> ListDelegatedAdministrators(string servicePrincipal, CancellationToken cancel);
}
