using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// Locks on files, which the operating system takes back when their process ends. Who holds one stands in a file beside, for a locked
/// file cannot be read everywhere. The folder ignores itself, so that git never sees it.
/// </summary>
internal sealed class DiskRunLocks(string root) : IRunLocks
{
    private const int LongestHolder = 1000;

    public IDisposable? Take(string folder, string holder)
    {
        var full = Path.GetFullPath(folder, root);
        try
        {
            if (new RepositoryBounds(root).LinkOut(Path.Combine(full, "lock"), followsLast: true) is not null)
                return null;
            Directory.CreateDirectory(full);
            var file = new FileStream(
                Path.Combine(full, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            var held = new HeldLock(file, HolderFile(full));
            File.WriteAllText(Path.Combine(full, ".gitignore"), "*\n");
            File.WriteAllText(HolderFile(full), holder);
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public string Holder(string folder)
    {
        try
        {
            var file = HolderFile(Path.GetFullPath(folder, root));
            if (SpecialFile.Kind(file) is not null)
                return "";
            var text = File.ReadAllText(file);
            return text.Length <= LongestHolder ? text : text[..LongestHolder];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string HolderFile(string folder) => Path.Combine(folder, "holder");

    private sealed class HeldLock(FileStream file, string holder) : IDisposable
    {
        public void Dispose()
        {
            // While the lock is still held, so that nobody else's word is taken away.
            File.Delete(holder);
            file.Dispose();
        }
    }
}
