namespace AmiGovernance.Core.Ports;

/// <summary>All that can be read of an organization, and nothing that changes it.</summary>
public interface IOrganizationsReader
    : IOrganizationStructureReader,
        IPolicyReader,
        IEffectivePolicyReader,
        IServiceAccessReader;
