using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// Locks on files, which the operating system takes back when their process ends. Who holds one stands in a file beside, for a locked
/// file cannot be read everywhere. The folder ignores itself, so that git never sees it.
/// </summary>
internal sealed class DiskRunLocks(string root) : IRunLocks
{
    private const int LongestHolder = 1000;

    private const string LockFile = "lock";
    private const string IgnoreFile = ".gitignore";
    private const string HolderFile = "holder";

    /// <summary>What a locked file is told by: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly int[] SaysLocked = [11, 35, unchecked((int)0x80070020)];

    public IDisposable? Take(string folder, string holder, out string? problem)
    {
        var full = Path.GetFullPath(folder, root);
        problem = LinkIn(full) is { } link ? $"`{link}` is a link, and a lock is written to no other place" : null;
        if (problem is not null)
            return null;
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(full);
            file = new FileStream(
                Path.Combine(full, LockFile),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            File.WriteAllText(Path.Combine(full, IgnoreFile), "*\n");
            File.WriteAllText(Path.Combine(full, HolderFile), holder);
            return new HeldLock(file, Path.Combine(full, HolderFile));
        }
        catch (Exception e) when (IsFailure(e))
        {
            var isHeld = file is null && SaysLocked.Contains(e.HResult);
            problem = isHeld ? null : e.Message;
            file?.Dispose();
            return null;
        }
    }

    /// <summary>A link on the way to what is written, relative to the root; null for none. One may have been committed.</summary>
    private string? LinkIn(string full)
    {
        string[] files = [LockFile, IgnoreFile, HolderFile];
        return new RepositoryBounds(root).LinkOut(Path.Combine(full, LockFile), followsLast: false)
            ?? files
                .Select(name => Path.Combine(full, name))
                .Where(path => new FileInfo(path).LinkTarget is not null)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .FirstOrDefault();
    }

    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    public string Holder(string folder)
    {
        try
        {
            var full = Path.GetFullPath(folder, root);
            var file = Path.Combine(full, HolderFile);
            if (LinkIn(full) is not null || SpecialFile.Kind(file) is not null)
                return "";
            var text = File.ReadAllText(file);
            return text.Length <= LongestHolder ? text : text[..LongestHolder];
        }
        catch (Exception e) when (IsFailure(e))
        {
            return "";
        }
    }

    private sealed class HeldLock(FileStream file, string holder) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                // While the lock is still held, so that nobody else's word is taken away.
                File.Delete(holder);
            }
            catch (Exception e) when (IsFailure(e))
            {
                // Somebody took the folder away while the run was at work; what the run did is not less done for it.
            }
            file.Dispose();
        }
    }
}
