using System.Runtime.InteropServices;
using System.Text;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>What Z3 says of a formula.</summary>
internal enum Satisfiability
{
    Unsatisfiable,
    Satisfiable,

    /// <summary>Z3 gave up, most often for want of time.</summary>
    Unknown,
}

/// <summary>
/// Debian's `libz3-4`, asked in SMT-LIB text by its C API (`Z3_eval_smtlib2_string`). One context, so one thread at a time.
/// </summary>
internal sealed class Z3 : IDisposable
{
    private const string Library = "libz3.so.4";

    private readonly nint context;

    public Z3()
    {
        var config = NewConfig();
        context = NewContext(config);
        DeleteConfig(config);
    }

    /// <summary>Why the tests are skipped where the library is missing; null where it is there.</summary>
    public static string? Missing { get; } =
        NativeLibrary.TryLoad(Library, out _) ? null : $"{Library} is not installed: apt-get install libz3-4";

    /// <summary>What Z3 answers to commands, which start from nothing.</summary>
    public string Run(string commands)
    {
        var answer = Marshal.PtrToStringUTF8(Evaluate(context, Encoding.UTF8.GetBytes($"(reset)\n{commands}\0"))) ?? "";
        return answer.Contains("(error", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{answer}\n{commands}")
            : answer.Trim();
    }

    public Satisfiability Check(string commands) =>
        Run($"{commands}\n(check-sat)") switch
        {
            "sat" => Satisfiability.Satisfiable,
            "unsat" => Satisfiability.Unsatisfiable,
            _ => Satisfiability.Unknown,
        };

    public void Dispose() => DeleteContext(context);

    [DllImport(Library, EntryPoint = "Z3_mk_config")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NewConfig();

    [DllImport(Library, EntryPoint = "Z3_del_config")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void DeleteConfig(nint config);

    [DllImport(Library, EntryPoint = "Z3_mk_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NewContext(nint config);

    [DllImport(Library, EntryPoint = "Z3_del_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void DeleteContext(nint context);

    [DllImport(Library, EntryPoint = "Z3_eval_smtlib2_string")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Evaluate(nint context, byte[] commands);
}
