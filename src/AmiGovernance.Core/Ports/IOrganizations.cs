namespace AmiGovernance.Core.Ports;

/// <summary>
/// AWS Organizations, one method for each call that we make, named as AWS names it. Lists follow all pages. Retries of throttled
/// and failed calls happen inside. Every method throws <see cref="AwsException"/> when AWS refuses or does not answer. For wiring: a
/// use case takes the part that it needs.
/// </summary>
public interface IOrganizations : IOrganizationsReader, IPolicyWriter, IOrganizationSettingsWriter;
