namespace AmiGovernance.Core.Ports.Impact;

/// <summary>Keeps what was read of accounts and Regions, so that a run that was stopped can go on.</summary>
public interface IUseStore
{
    /// <summary>All that was saved, one place at a time, in the order of accounts and Regions.</summary>
    IEnumerable<ReadPlace> Load();

    /// <summary>Survives a kill once it has returned. Several threads may save.</summary>
    /// <param name="place">Read whole.</param>
    /// <exception cref="IOException">It cannot be kept.</exception>
    void Save(ReadPlace place);
}
