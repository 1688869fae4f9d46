# For developers; all of it is ./run, which alone decides.
.PHONY: check fast simulation histories pictures siege mutants locks

check: # format and mend, then every check and test
	./run test --fix

fast: # the same checks, and the tests that need neither files nor windows nor other processes
	./run test tests/unit tests/contract

SEED = 1
simulation: # a million device-hours with 100,000 faults, on all cores; SEED=2 lives other lives
	.run/python/bin/python -m tests.simulation --device-hours 1000000 --faults 100000 --seed $(SEED)

histories: # 20,000 random histories of who belongs, with liars in each, in several orders; SEED=2 lives others
	.run/python/bin/python -m tests.unit.governance.histories_run --histories 20000 --seed $(SEED)

pictures: # a PNG of every screen, light and dark and small at 130 %, on the demo's second member, in look/
	rm -rf look/homes
	./run demo --keep look/homes --json
	./run --home look/homes/02 pictures look

siege: # a member's process attacked by knocks, reconnects, stalls, floods and wrong frames; some ten minutes
	.run/python/bin/python -m tests.harness.siege --seed $(SEED)

mutants: # do the tests of gate, entries, heights and belonging notice small changes? half an hour; .cache/mutants.txt
	.run/python/bin/python -m tests.mutation

COMPILE = uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links

locks: # after a change of requirements/*.in (uv: pip install uv); UPGRADE=--upgrade takes the newest versions
	$(COMPILE) $(UPGRADE) requirements/run.in -o requirements/run.lock
	$(COMPILE) $(UPGRADE) requirements/dev.in -c requirements/run.lock -o requirements/dev.lock
