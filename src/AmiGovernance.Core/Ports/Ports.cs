using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Ports;

/// <summary>The files of a governance repository. Paths are relative to the working folder, as the user wrote them.</summary>
public interface IFileStore
{
    bool Exists(string path);

    /// <summary>The paths of the files below a folder, in ordinal order; empty when there is no such folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Null with a report (AMI0001) when the file is missing, a folder, or cannot be read.</summary>
    SourceText? Read(string path, DiagnosticBag bag);

    /// <summary>
    /// Writes all files below a folder. Each appears whole or not at all, and none is replaced before all have been
    /// written beside their places. Files with the same content are left untouched. False with a report (AMI0701) on failure.
    /// </summary>
    bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag);

    /// <summary>
    /// Adds to a file at the given place, cutting off what comes after it, and makes sure that it is on disk before it returns.
    /// False with a report (AMI0701) on failure, or when another process holds the file.
    /// </summary>
    bool Append(string path, int at, ReadOnlyMemory<byte> bytes, DiagnosticBag bag);

    /// <summary>Removes files that an earlier run generated and this one does not.</summary>
    void Delete(string path);
}
