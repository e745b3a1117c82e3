namespace AmiGovernance.Core.Ports;

/// <summary>The files of a governance repository, to read and to write. A feature takes the one of the two that it needs.</summary>
public interface IFileStore : IFileReader, IFileWriter;
