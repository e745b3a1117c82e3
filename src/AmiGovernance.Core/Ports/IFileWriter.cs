using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Ports;

/// <summary>Writes the files of a governance repository. Paths are relative to the working folder, as the user wrote them.</summary>
public interface IFileWriter
{
    /// <summary>
    /// Writes all files below a folder. Each appears whole or not at all, and none is replaced before all have been
    /// written beside their places. Files with the same content are left untouched. False with a report (AMI0701) on failure.
    /// </summary>
    /// <param name="folder">Made when it is missing.</param>
    /// <param name="files">Their paths are relative to the folder.</param>
    /// <param name="bag">Takes the report.</param>
    bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag);

    /// <summary>
    /// Adds to a file and makes sure that it is on disk before it returns. False with a report on failure (AMI0701), and when the
    /// file no longer ends as it did (AMI0703): then another process wrote it, and nothing is added.
    /// </summary>
    /// <param name="path">The file is made when it is missing.</param>
    /// <param name="end">How the file ended when it was read; what does not count there is cut off.</param>
    /// <param name="bytes">What is added.</param>
    /// <param name="bag">Takes the report.</param>
    bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag);

    /// <summary>Removes a file that an earlier run generated and this one does not.</summary>
    /// <param name="path">Nothing happens when there is no such file.</param>
    void Delete(string path);
}
