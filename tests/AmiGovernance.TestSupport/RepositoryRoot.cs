using System.Runtime.CompilerServices;

namespace AmiGovernance.TestSupport;

/// <summary>Finds the files of the repository that the tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(here) ?? ".");
        while (
            folder is not null && !System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "AmiGovernance.slnx"))
        )
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the repository root was not found");
    }
}
