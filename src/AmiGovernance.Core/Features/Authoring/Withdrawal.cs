using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>
/// Files as they were before a change that may yet fail, as a commit does: what was written for it is taken back then, for a file that
/// nobody has committed is taken for the work of whoever comes next.
/// </summary>
public sealed class Withdrawal
{
    private readonly IFileStore files;
    private readonly ImmutableArray<(string Path, ReadOnlyMemory<byte>? Bytes)> before;

    private Withdrawal(IFileStore files, ImmutableArray<(string, ReadOnlyMemory<byte>?)> before) =>
        (this.files, this.before) = (files, before);

    /// <summary>Null with a report when a file that is there cannot be read: then it could not be brought back.</summary>
    public static Withdrawal? Before(IFileStore files, ImmutableArray<string> paths, DiagnosticBag bag)
    {
        var before = ImmutableArray.CreateBuilder<(string, ReadOnlyMemory<byte>?)>();
        foreach (var path in paths)
            if (!files.Exists(path))
                before.Add((path, null));
            else if (files.Read(path, bag) is { } source)
                before.Add((path, source.Bytes));
            else
                return null;
        return new Withdrawal(files, before.ToImmutable());
    }

    /// <summary>Brings the files back; what cannot be brought back is reported.</summary>
    public void Run(DiagnosticBag bag)
    {
        foreach (var (path, bytes) in before)
            if (bytes is { } known)
                files.Write("", [new GeneratedFile(path, known)], bag);
            else
                files.Delete(path);
    }
}
