namespace AmiGovernance.Core.Ports;

/// <summary>Lets one run at a time do what a record is kept of. A lock ends with the process that holds it, however that ends.</summary>
public interface IRunLocks
{
    /// <summary>Null when another run holds it, or when there cannot be a lock in this folder: then there is a problem.</summary>
    /// <param name="folder">Holds the files of the lock and nothing else; it is made when it is missing.</param>
    /// <param name="holder">What others are told: who holds it, and since when.</param>
    /// <param name="problem">Why there cannot be a lock; null where another run holds it.</param>
    IDisposable? Take(string folder, string holder, out string? problem);

    /// <summary>What the run that holds it says of itself; empty when it says nothing.</summary>
    /// <param name="folder">That of the lock.</param>
    string Holder(string folder);
}
