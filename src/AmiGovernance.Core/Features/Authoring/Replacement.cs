using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>What must be so of a file that is there before a command puts another in its place.</summary>
public static class Replacement
{
    /// <summary>False with a report (AMI0703) when the file is not what the command began with: somebody worked on it meanwhile.</summary>
    /// <param name="path">The file's.</param>
    /// <param name="before">As it was then; null where there was none.</param>
    /// <param name="files">Has it as it is now.</param>
    /// <param name="bag">Takes the report.</param>
    public static bool IsAsRead(string path, SourceText? before, IFileReader files, DiagnosticBag bag)
    {
        var isThere = files.Exists(path);
        var now = isThere ? files.Read(path, bag) : null;
        if (now is null ? !isThere && before is null : before?.HasBytes(now.Bytes) == true)
            return true;
        bag.Add(OperationDiagnostics.ChangedSinceRead(path));
        return false;
    }

    /// <summary>False with a report (AMI0702) when the file holds what the command did not write: people's own work.</summary>
    /// <param name="path">The file's.</param>
    /// <param name="isOwn">Whether the command may have written this.</param>
    /// <param name="wayOut">What to do instead.</param>
    /// <param name="files">Has the file. What cannot be read as one, such as a device, is no work of people.</param>
    /// <param name="bag">Takes the report.</param>
    public static bool IsOwn(
        string path,
        Func<SourceText, bool> isOwn,
        string wayOut,
        IFileReader files,
        DiagnosticBag bag
    )
    {
        var there = files.Exists(path) ? Reading.Of(own => files.Read(path, own)).Value : null;
        if (there is null || there.Bytes.IsEmpty || isOwn(there))
            return true;
        bag.Add(
            Diagnostic.About(
                path,
                OperationDiagnostics.WouldOverwrite,
                $"`{path}` holds something that this command did not write",
                wayOut
            )
        );
        return false;
    }
}
