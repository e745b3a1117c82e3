using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>Reads the files of a governance repository. Paths are relative to the working folder, as the user wrote them.</summary>
public interface IFileReader
{
    /// <summary>Whether there is a file.</summary>
    /// <param name="path">A folder of this name is no file.</param>
    bool Exists(string path);

    /// <summary>The paths of the files below a folder, in ordinal order.</summary>
    /// <param name="folder">Empty is returned when there is no such folder.</param>
    IReadOnlyList<string> List(string folder);

    /// <summary>Links to folders below a folder, which <see cref="List"/> does not follow; none where no files have links.</summary>
    IReadOnlyList<LinkedFolder> Links(string folder) => [];

    /// <summary>Reads a whole file. Null with a report (AMI0001) when it is missing, a folder, or cannot be read.</summary>
    /// <param name="path">Names the source in findings.</param>
    /// <param name="bag">Takes the report.</param>
    SourceText? Read(string path, DiagnosticBag bag);
}

/// <param name="Written">What the link holds, as git keeps it.</param>
/// <param name="Target">Where it leads to; null for what is not below the working folder.</param>
public sealed record LinkedFolder(string Path, string Written, string? Target);
