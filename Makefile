# For developers; all of it is ./run, which alone decides.
.PHONY: check fast locks

check: # format and mend, then every check and test
	./run test --fix

fast: # the same checks, and the tests that need neither files nor windows nor other processes
	./run test tests/unit tests/contract

COMPILE = uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links

locks: # after a change of requirements/*.in (uv: pip install uv); UPGRADE=--upgrade takes the newest versions
	$(COMPILE) $(UPGRADE) requirements/run.in -o requirements/run.lock
	$(COMPILE) $(UPGRADE) requirements/dev.in -c requirements/run.lock -o requirements/dev.lock
